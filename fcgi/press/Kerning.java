import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/**
 * Fewer pairs to kern.  FOP reads a font anew for each letter, and most of that time goes to pairs
 * of glyphs that no letter has: tens of thousands, all Greek against all Greek.
 */
final class Kerning {
	private static final int HEAD = 12, ENTRY = 16;		/* of the table of tables */
	private static final int TABLE = 4, SUBTABLE = 14, PAIR = 6;

	private Kerning() {
	}

	/** A TrueType font whose kern table is of the usual one subtable of format 0; any other stays. */
	static void trim(byte[] font, IntPredicate glyph) {
		ByteBuffer b = ByteBuffer.wrap(font);
		int tables = b.getShort(4);

		for (int i = HEAD; i < HEAD + tables * ENTRY; i += ENTRY)
			if (b.getInt(i) == 0x6b65726e)			/* kern */
				b.putInt(i + 12, trimTable(b, b.getInt(i + 8), b.getInt(i + 12), glyph));
	}

	private static int trimTable(ByteBuffer b, int at, int length, IntPredicate glyph) {
		boolean usual = b.getShort(at) == 0 && b.getShort(at + 2) == 1 && b.getShort(at + 8) == 1;
		int pairs = b.getShort(at + 10) & 0xffff, kept = 0, first = at + TABLE + SUBTABLE;

		if (!usual || length < TABLE + SUBTABLE + pairs * PAIR)
			return length;
		for (int i = first; i < first + pairs * PAIR; i += PAIR)
			if (glyph.test(b.getShort(i) & 0xffff) && glyph.test(b.getShort(i + 2) & 0xffff)) {
				b.putInt(first + kept * PAIR, b.getInt(i));
				b.putShort(first + kept * PAIR + 4, b.getShort(i + 4));
				kept++;
			}
		b.putShort(at + 6, (short)(SUBTABLE + kept * PAIR));
		b.putShort(at + 10, (short)kept);
		return TABLE + SUBTABLE + kept * PAIR;
	}
}
