import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.xmlgraphics.io.Resource;
import org.apache.xmlgraphics.io.ResourceResolver;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The fonts that fop.xconf names, in memory: the only files that FOP gets, whatever a letter asks for.
 */
final class Fonts implements ResourceResolver {
	/** What most letters are written with. */
	private static final String USUAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c6\u00d8\u00c5\u00c1\u0160\u017d" +
	    "abcdefghijklmnopqrstuvwxyz\u00e6\u00f8\u00e5\u00e1\u00e9\u0161\u017e0123456789 .,:;-\u2013\u00ab\u00bb()/";

	private final Map<URI, byte[]> files = new HashMap<>();
	private final Map<String, BitSet> weights = new HashMap<>();
	private final BitSet all = new BitSet();

	Fonts(Path conf) throws Exception {
		NodeList named = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(conf.toFile())
		    .getElementsByTagName("font");

		for (int i = 0; i < named.getLength(); i++) {
			Element font = (Element)named.item(i);
			Element triplet = (Element)font.getElementsByTagName("font-triplet").item(0);
			URI at = URI.create(font.getAttribute("embed-url"));

			files.put(at, read(Path.of(at), weights.computeIfAbsent(triplet.getAttribute("weight"),
			    w -> new BitSet())));
		}
		all.set(0, Character.MAX_VALUE);
		weights.values().forEach(all::and);
	}

	private static byte[] read(Path path, BitSet covered) throws IOException {
		byte[] file = Files.readAllBytes(path);
		CmapLookup glyphs = new TTFParser().parse(new ByteArrayInputStream(file)).getUnicodeCmapLookup();
		BitSet usual = new BitSet();

		for (int c = 0; c <= Character.MAX_VALUE; c++)
			if (glyphs.getGlyphId(c) != 0)
				covered.set(c);
		USUAL.codePoints().forEach(c -> usual.set(glyphs.getGlyphId(c)));
		Kerning.trim(file, usual::get);
		return file;
	}

	/** Can this character be shown, in whatever weight? */
	boolean show(int codePoint) {
		return all.get(codePoint);
	}

	@Override
	public Resource getResource(URI at) throws IOException {
		byte[] file = files.get(at);

		if (file == null)
			throw new FileNotFoundException("nothing but fonts");
		return new Resource(new ByteArrayInputStream(file));
	}

	@Override
	public OutputStream getOutputStream(URI at) throws IOException {
		throw new FileNotFoundException("nothing is written");
	}
}
