import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.SAXParserFactory;
import org.apache.fop.apps.FOUserAgent;
import org.apache.fop.apps.FopConfParser;
import org.apache.fop.apps.FopFactory;
import org.apache.fop.events.Event;
import org.apache.fop.events.model.EventSeverity;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/**
 * Makes PDF of XSL-FO, one letter after another: the child of the program press.
 *
 * usage: Press FOLDER          FOLDER/fop.xconf and FOLDER/warm.fo
 *        Press FOLDER --once   warm up, and end: for an archive of classes
 *
 * In frames of base/frame.h: L, XSL-FO, on standard input, to the end of it.  On standard output R
 * when it has warmed up; then for each letter M and the PDF, or B and a code that tells what was
 * wrong, and nothing of what the letter holds.
 *
 * Whatever FOP warns of makes a letter bad: a person would get a letter that is not what was meant,
 * or that not everybody can read.
 */
public final class Press {
	private static final int MOST = 8 << 20;
	private static final int WARM = 15;

	private final FopFactory factory;
	private final Fonts fonts;
	private final SAXParserFactory parsers = SAXParserFactory.newInstance();

	private Press(Path folder) throws Exception {
		Path conf = folder.resolve("fop.xconf");

		parsers.setNamespaceAware(true);
		parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
		fonts = new Fonts(conf);
		factory = new FopConfParser(Files.newInputStream(conf), folder.toUri(), fonts)
		    .getFopFactoryBuilder().build();
	}

	/** What FOP first complained of in one letter; null when it was content. */
	private static final class Complaint {
		String code;

		void hear(Event event) {
			boolean matters = event.getSeverity() != EventSeverity.INFO ||
			    event.getEventID().contains("unknownLanguage");

			if (matters && code == null)
				code = event.getEventID().replaceAll(".*\\.", "");
		}
	}

	private byte[] make(byte[] fo, Complaint complaint) {
		ByteArrayOutputStream pdf = new ByteArrayOutputStream(128 << 10);

		try {
			FOUserAgent agent = factory.newFOUserAgent();
			Letter letter = new Letter(parsers.newSAXParser().getXMLReader(), fonts);

			agent.getEventBroadcaster().addEventListener(complaint::hear);
			agent.setProducer("Skranke");
			letter.setContentHandler(factory.newFop("application/pdf", agent, pdf).getDefaultHandler());
			letter.parse(new InputSource(new ByteArrayInputStream(fo)));
		} catch (SAXParseException e) {
			complaint.code = complaint.code != null ? complaint.code : "notWellFormed";
		} catch (Exception e) {
			complaint.code = complaint.code != null ? complaint.code : e.getClass().getSimpleName();
		}
		return pdf.toByteArray();
	}

	private static void say(DataOutputStream out, char what, byte[] bytes) throws IOException {
		out.writeByte(what);
		out.writeInt(bytes.length);
		out.write(bytes);
		out.flush();
	}

	private void work(DataInputStream in, DataOutputStream out) throws IOException {
		for (;;) {
			Complaint complaint = new Complaint();
			byte[] fo, pdf;

			try {
				int kind = in.readByte(), n = in.readInt();

				if (kind != 'L' || n < 0 || n > MOST)
					throw new IOException("not a letter");
				fo = new byte[n];
			} catch (EOFException e) {
				return;
			}
			in.readFully(fo);
			pdf = make(fo, complaint);
			if (complaint.code == null)
				say(out, 'M', pdf);
			else
				say(out, 'B', complaint.code.getBytes("UTF-8"));
		}
	}

	public static void main(String[] args) throws Exception {
		OutputStream stdout = new FileOutputStream(FileDescriptor.out);
		DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stdout));
		DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
		Press press;

		/* nothing else gets between the frames, nor into the log */
		System.setOut(new PrintStream(OutputStream.nullOutputStream()));
		System.setErr(System.out);
		System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
		press = new Press(Path.of(args[0]).toAbsolutePath());
		for (int i = 0; i < WARM; i++) {
			Complaint complaint = new Complaint();

			press.make(Files.readAllBytes(Path.of(args[0], "warm.fo")), complaint);
			if (complaint.code != null) {
				say(out, 'B', complaint.code.getBytes("UTF-8"));
				System.exit(1);
			}
		}
		say(out, 'R', new byte[0]);
		if (args.length == 1)
			press.work(in, out);
	}
}
