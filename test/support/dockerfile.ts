/** Reads the parts of the Dockerfile that tests check. */
import { readFileSync } from 'node:fs';

export interface Instruction {
  name: string;
  text: string;
}
/** The lines from one FROM to the next. */
export interface Stage {
  image: string;
  instructions: Instruction[];
}

export function readDockerfile(): Stage[] {
  const lines = readFileSync('Dockerfile', 'utf8')
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push({ image: text.split(' ')[0]!, instructions: [] });
    else stages.at(-1)!.instructions.push({ name, text });
  }
  return stages;
}

/** The last stage, which is the one that runs. */
export function finalStage(): Stage {
  return readDockerfile().at(-1)!;
}

export function textsOf(stage: Stage, name: string): string[] {
  return stage.instructions.filter((instruction) => instruction.name === name).map(({ text }) => text);
}

/** The environment variables that the last stage sets. */
export function imageEnvironment(): Record<string, string> {
  return Object.fromEntries(
    textsOf(finalStage(), 'ENV')
      .flatMap((text) => text.split(/\s+/))
      .map((pair) => pair.split('=') as [string, string]),
  );
}

/** The code that the image's health check passes to Node. */
export function imageHealthCheck(): string {
  const command = /CMD (\[.*\])$/.exec(textsOf(finalStage(), 'HEALTHCHECK')[0]!)![1]!;
  return (JSON.parse(command) as string[]).at(-1)!;
}
