import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * A letter on its way to FOP.  People write with characters that no font here has: each is shown as
 * a box, and the letter goes; so is what stands beyond the first 65,536, which FOP mixes up.  A word
 * that is longer than a column may be broken, and a paragraph of a law stands beside its sign.  A letter must say its language, which FOP itself only
 * suggests.
 */
final class Letter extends XMLFilterImpl {
	private static final String XML = "http://www.w3.org/XML/1998/namespace";
	private static final char BOX = '\u25a1', MAY_BREAK = '\u200b', NO_BREAK = '\u00a0', SECTION = '\u00a7';
	private static final int LONGEST = 30;		/* what fits in the narrowest column */

	private final Fonts fonts;
	private boolean begun;
	private int word;		/* characters since the last blank */

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
		word = 0;
		super.startElement(ns, name, qualified, a);
	}

	@Override
	public void characters(char[] text, int start, int n) throws SAXException {
		StringBuilder shown = new StringBuilder(n + 8);

		for (int i = start, width; i < start + n; i += width) {
			int c = Character.codePointAt(text, i, start + n);

			width = Character.charCount(c);
			if (c == ' ' && shown.length() > 0 && shown.charAt(shown.length() - 1) == SECTION)
				shown.append(NO_BREAK);
			else if (known(c))
				shown.append((char)c);
			else if (seen(c))
				shown.append(BOX);
			word = c <= ' ' ? 0 : word + 1;
			if (word > 0 && word % LONGEST == 0)
				shown.append(MAY_BREAK);
		}
		super.characters(shown.toString().toCharArray(), 0, shown.length());
	}

	private boolean known(int c) {
		return c <= ' ' || fonts.show(c);
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
