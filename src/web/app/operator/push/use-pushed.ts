/** Live facts for components. The server reads a topic only while a component shows it. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { OperatorTopic, OperatorValue } from '../../../contract/operator-topics.ts';
import type { Push, Pushed } from './push.ts';

export const PushContext = createContext<Push | null>(null);

export function usePush(): Push {
  const push = useContext(PushContext);
  if (push === null) throw new Error('there is no PushContext around this component');
  return push;
}

/** The value of a topic: undefined until it has come. It keeps its last value while it cannot be read. */
export function usePushed<Topic extends OperatorTopic>(topic: Topic): Pushed<OperatorValue<Topic>> {
  const push = usePush();
  useEffect(() => push.show(topic), [push, topic]);
  return useOf(push, () => push.get(topic));
}

/** Returns what `read` returns, and renders again when that is another object. */
export function useOf<Value>(push: Push, read: () => Value): Value {
  const [, setValue] = useState(read);
  useEffect(() => push.listen(() => setValue(read)), [push]);
  return read();
}
