import java.nio.file.Files;
import java.nio.file.Path;

/** The limit of the press: one warm JVM that makes the same letter again and again, and does nothing else. */
public final class Raw {
	public static void main(String[] args) throws Exception {
		Press press = new Press(Path.of(args[0]).toAbsolutePath());
		byte[] fo = Files.readAllBytes(Path.of(args[1]));
		long seconds = Long.parseLong(args[2]), made = 0, began;

		for (began = System.nanoTime(); System.nanoTime() - began < seconds * 2_000_000_000L;)
			letter(press, fo);
		for (began = System.nanoTime(); System.nanoTime() - began < seconds * 1_000_000_000L; made++)
			letter(press, fo);
		System.out.printf("%.1f%n", made * 1e9 / (System.nanoTime() - began));
	}

	private static void letter(Press press, byte[] fo) {
		Press.Complaint complaint = new Press.Complaint();

		press.make(fo, complaint);
		if (complaint.code != null)
			throw new IllegalStateException(complaint.code);
	}
}
