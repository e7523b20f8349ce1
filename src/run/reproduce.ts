/** Makes the command that runs one check again. @param command of the target under its policy */
export type ReproduceCommand = (command: string, scenario: string, browser: string) => string;

/**
 * The commands of many checks: each is two parts that it shares with others, so that it takes no memory of its own until
 * it is read.
 */
export function createReproduceCommand(): ReproduceCommand {
  const beginnings = new Map<string, string>();
  const endings = new Map<string, string>();
  return (command, scenario, browser) => {
    const check = `${scenario} ${browser}`;
    const beginning = beginnings.get(command) ?? `npx ${command.trimEnd()}`;
    const ending = endings.get(check) ?? ` --scenario ${scenario} --browser ${browser} --evidence all`;
    beginnings.set(command, beginning);
    endings.set(check, ending);
    return beginning + ending;
  };
}
