const files = import.meta.glob('../../recorded/*.json', { eager: true, import: 'default' });

/** The recorded run of a lesson's preset; undefined if there is none. */
export function recorded(lesson, preset) {
  const file = Object.values(files).find((one) => one.lesson === lesson);
  const run = file?.runs.find((one) => one.preset === preset);
  return run === undefined ? undefined : { browser: file.browser, ...run };
}
