// press - a press of one's own for a test, and talk to it in frames (fcgi/base/frame.h)
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const root = new URL('../..', import.meta.url).pathname

export const build = process.env.SKRANKE_BUILD ?? root + 'build/dev'
export const warm = readFileSync(root + 'deploy/press/warm.fo', 'utf8')

export async function startPress(t, settings = {}) {
  const dir = mkdtempSync('/tmp/skranke-press-')
  const socket = dir + '/press.sock'
  const p = spawn(build + '/press', { env: { SKRANKE_PRESS: socket, SKRANKE_PRESS_HOME: build + '/jvm',
    SKRANKE_PRESS_ARCHIVE: build + '/jvm/press.jsa', ...settings }, stdio: ['ignore', 'ignore', 'pipe'] })
  const press = { pid: p.pid, socket, log: '', dir }
  p.stderr.on('data', (d) => { press.log += d })
  const ended = new Promise((done) => p.on('exit', done))
  press.stop = async () => { p.kill('SIGTERM'); await ended }
  t.after(async () => { await press.stop(); rmSync(dir, { recursive: true }) })
  while (!existsSync(socket) && p.exitCode === null) await sleep(20)
  return press
}

export function frame(kind, bytes) {
  const head = Buffer.alloc(5), body = Buffer.from(bytes)
  head.write(kind)
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

// What comes back on a connection that is given these bytes: { kind, bytes }; kind '' when it was only closed.
export function say(press, bytes) {
  return new Promise((done) => {
    const got = [], s = connect(press.socket, () => s.write(bytes))
    s.on('data', (d) => got.push(d))
    s.on('error', () => {})
    s.on('close', () => {
      const all = Buffer.concat(got)
      done(all.length < 5 ? { kind: '', bytes: all } : { kind: String.fromCharCode(all[0]), bytes: all.subarray(5) })
    })
  })
}

export const letter = (press, fo, name = 'brev-1') => say(press, Buffer.concat([frame('N', name), frame('L', fo)]))

// The JVM at work for this press; 0 when there is none just now.
export function child(press) {
  try {
    return Number(execFileSync('pgrep', ['-P', String(press.pid), 'java'], { encoding: 'utf8' }).split('\n')[0])
  } catch {
    return 0
  }
}
