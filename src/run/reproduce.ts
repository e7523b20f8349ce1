/** The command that runs one check again. @param command of the target under its policy */
export function reproduceCommand(command: string, scenario: string, browser: string): string {
  return `npx ${command.trimEnd()} --scenario ${scenario} --browser ${browser} --evidence all`;
}
