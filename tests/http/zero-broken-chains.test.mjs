/* After all that the tests before this one have done to them, the chains of all cases hold. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { skranke } from '../harness/stack.mjs';

test('every chain holds', () => {
	const verify = skranke('audit', 'verify');
	assert.equal(verify.status, 0, verify.said);
	assert.match(verify.said, /every chain holds/);
});
