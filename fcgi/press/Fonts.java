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

			files.put(at, Files.readAllBytes(Path.of(at)));
			cover(files.get(at), weights.computeIfAbsent(triplet.getAttribute("weight"), w -> new BitSet()));
		}
		all.set(0, Character.MAX_CODE_POINT);
		weights.values().forEach(all::and);
	}

	private static void cover(byte[] file, BitSet into) throws IOException {
		CmapLookup glyphs = new TTFParser().parse(new ByteArrayInputStream(file)).getUnicodeCmapLookup();

		for (int c = 0; c <= Character.MAX_CODE_POINT; c++)
			if (glyphs.getGlyphId(c) != 0)
				into.set(c);
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
