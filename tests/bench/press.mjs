// press - how long a letter takes, of one page, in a press that has warmed up: over its socket, one after another
// usage: press.mjs     prints "bench letter_warm V ms", and the raw rate of the same letter beside it
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { startPress, letter } from '../letters/press.mjs'

const root = new URL('../..', import.meta.url).pathname
const sec = Number(process.env.SKRANKE_BENCH_SEC ?? 2)
const dir = mkdtempSync('/tmp/skranke-bench-')
const ends = []
const run = (cmd, args, env = {}) => execFileSync(cmd, args, { encoding: 'utf8', env: { ...process.env, SKRANKE_PRESS: '', ...env } })

try {
  run(root + 'build/dev/skranke', ['templates', 'letters', dir, root + 'templates/services/barnehageplass'])
  const path = dir + '/barnehageplass/nb/withdrawn.fo', fo = readFileSync(path)
  const press = await startPress({ after: (f) => ends.push(f) })
  const one = async () => {
    const answer = await letter(press, fo)
    if (answer.kind !== 'M') throw new Error(answer.bytes.toString())
  }
  for (const until = Date.now() + 4000 * sec; Date.now() < until;) await one()
  const times = []
  for (const until = Date.now() + 1000 * sec; Date.now() < until;) {
    const began = performance.now()
    await one()
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  console.log(`bench letter_warm ${times[times.length >> 1].toFixed(1)} ms`)
  console.log(`bench letters_raw ${run('sh', [root + 'tests/bench/fop.sh', root + 'build/dev/jvm', path, String(sec)]).trim()} letters/s`)
} finally {
  for (const f of ends) await f()
  rmSync(dir, { recursive: true })
}
