/* After all that the tests before this one have looked at: every page was filled in by who showed it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { logs } from '../harness/stack.mjs';

test('no page asked for a name that nobody had filled in', () => {
	const said = [...logs().matchAll(/what=view-unfilled (page="[^"]*" name="[^"]*")/g)].map(m => m[1]);
	assert.deepEqual([...new Set(said)].sort(), []);
});
