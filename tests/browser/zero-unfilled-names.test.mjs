/* The same is asked of what was looked at in a browser. */
import '../http/zero-unfilled-names.test.mjs';
