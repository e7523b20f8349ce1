import type { Result } from './results.ts';

/** Equal values as one. */
export function createShared<Value>(): (value: Value) => Value {
  const known = new Map<string, Value>();
  return (value) => {
    const key = JSON.stringify(value);
    const first = known.get(key);
    if (first === undefined) known.set(key, value);
    return first ?? value;
  };
}

/** Equal texts as one. */
function createSharedTexts(): <Text extends string>(text: Text) => Text {
  const known = new Map<string, string>();
  return <Text extends string>(text: Text) => {
    const first = known.get(text);
    if (first === undefined) known.set(text, text);
    return (first as Text | undefined) ?? text;
  };
}

/** Results with equal parts as one: checks of many targets end in the same way, and do not apply for the same reason. */
export function createSharedParts(): (result: Result) => Result {
  const [texts, steps, needs, deviations] = [
    createSharedTexts(),
    createShared<Result['step']>(),
    createShared<Result['needs']>(),
    createShared<Result['deviations']>(),
  ];
  return (result) => ({
    ...result,
    target: texts(result.target),
    policy: texts(result.policy),
    browser: texts(result.browser),
    scenario: texts(result.scenario),
    level: texts(result.level),
    status: texts(result.status),
    wire: texts(result.wire),
    deviations: deviations(result.deviations),
    ...(result.message === undefined ? {} : { message: texts(result.message) }),
    ...(result.step === undefined ? {} : { step: steps(result.step) }),
    ...(result.needs === undefined ? {} : { needs: needs(result.needs) }),
  });
}
