/** Tabs of a browser that ring at the same time ring once: the first one keeps the others silent for so long. */
const QUIET_MILLIS = 2000;

/**
 * Rings. Browsers allow sound only in a page that the user has clicked or typed in; before that it stays silent.
 *
 * @param {string} url of an audio file; empty: two short tones that need no file
 */
export async function ring(url) {
  if (!navigator.locks) {
    return play(url);
  }
  await navigator.locks.request('beckon-ring', { ifAvailable: true }, async (lock) => {
    if (lock) {
      await play(url);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MILLIS));
    }
  });
}

/** @param {string} url */
async function play(url) {
  try {
    await (url ? new Audio(url).play() : tones());
  } catch {
    // not allowed yet, or no such file: the badge shows the arrival anyway
  }
}

async function tones() {
  if (navigator.userActivation?.hasBeenActive === false) {
    return; // a context made now would wait for a click, and ring then
  }
  const context = new AudioContext();
  const volume = context.createGain();
  volume.connect(context.destination);
  volume.gain.setValueAtTime(0.12, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.6);
  [660, 880].forEach((hertz, at) => {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(context.currentTime + at * 0.12);
    tone.stop(context.currentTime + 0.6);
    tone.onended = () => void context.close().catch(() => {});
  });
}
