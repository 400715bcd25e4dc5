import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * A letter on its way to FOP.  People write with characters that no font here has: each is shown as
 * a box, and the letter goes; so is what stands beyond the first 65,536, which FOP mixes up.  A letter must say its language, which FOP itself only suggests.
 */
final class Letter extends XMLFilterImpl {
	private static final String XML = "http://www.w3.org/XML/1998/namespace";
	private static final char BOX = '\u25a1';

	private final Fonts fonts;
	private boolean begun;

	Letter(XMLReader reader, Fonts fonts) {
		super(reader);
		this.fonts = fonts;
	}

	@Override
	public void startElement(String ns, String name, String qualified, Attributes a) throws SAXException {
		String lang = a.getValue(XML, "lang");

		if (!begun && (lang == null || lang.isEmpty()))
			throw new NoLanguage();
		begun = true;
		super.startElement(ns, name, qualified, a);
	}

	@Override
	public void characters(char[] text, int start, int n) throws SAXException {
		StringBuilder shown = null;

		for (int i = start, width; i < start + n; i += width) {
			int c = Character.codePointAt(text, i, start + n);

			width = Character.charCount(c);
			if (shown == null && !known(c))
				shown = new StringBuilder(n).append(text, start, i - start);
			if (shown != null && known(c))
				shown.appendCodePoint(c);
			else if (shown != null && seen(c))
				shown.append(BOX);
		}
		if (shown == null)
			super.characters(text, start, n);
		else
			super.characters(shown.toString().toCharArray(), 0, shown.length());
	}

	private boolean known(int c) {
		return c <= ' ' || (c <= Character.MAX_VALUE && fonts.show(c));
	}

	/** Joiners and selectors of variants are not seen by themselves. */
	private static boolean seen(int c) {
		int type = Character.getType(c);

		return type != Character.FORMAT && type != Character.NON_SPACING_MARK;
	}

	static final class NoLanguage extends SAXException {
		private static final long serialVersionUID = 1;
	}
}
