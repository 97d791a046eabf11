/** The place of a node that is shown in detail. */
import { useCallback, useState } from 'preact/hooks';

export interface Selection {
  node: string | undefined;
  path: string;
  select: (node: string, path?: string) => void;
}

/** Without a path, the one that is selected stays: the same place in another tree. */
export function useSelection(): Selection {
  const [chosen, choose] = useState<{ node: string | undefined; path: string }>({ node: undefined, path: 'root' });
  const select = useCallback(
    (node: string, path?: string) => choose((known) => ({ node, path: path ?? known.path })),
    [],
  );
  return { ...chosen, select };
}
