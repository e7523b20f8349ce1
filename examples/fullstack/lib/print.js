/** Prints what a step shows: indented lines with a label each. */
export function createPrinter(write = (text) => process.stdout.write(text)) {
  const line = (text) => write(`${text}\n`);
  const labelled = (label, text) => line(`    ${label.padEnd(9)} ${text}`);
  return {
    line,
    heading(number, count, title) {
      line(`\nStep ${number} of ${count}: ${title}`);
    },
    server: (text) => line(`\n  Server: ${text}`),
    action: (text) => line(`\n  ${text}`),
    labelled,
    page({ message, console }) {
      labelled('page', message);
      for (const text of console) labelled('console', text);
    },
    requests(requests) {
      labelled('requests', requests.length === 0 ? 'none' : requests.join(', '));
    },
    rows(rows) {
      const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
      const values = rows.map(({ category, value }) => `${category} ${value}`).join(', ');
      labelled('database', rows.length === 0 ? count : `${count}: ${values}`);
    },
    command({ command, status, output }) {
      line(`\n  $ ${command}`);
      for (const text of output.split('\n')) line(`  | ${text}`.trimEnd());
      line(`  (exit status ${status})`);
    },
    note: (text) => line(`\n  ${text}`),
  };
}
