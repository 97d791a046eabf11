/** The operator token, kept for this tab only. */
import { useCallback, useState } from 'preact/hooks';

const KEY = 'pickmyclass.operator-token';

export interface TokenHook {
  token: string | null;
  keep: (token: string) => void;
  forget: () => void;
}

export function useToken(): TokenHook {
  const [token, setToken] = useState(() => sessionStorage.getItem(KEY));
  const keep = useCallback((given: string) => {
    sessionStorage.setItem(KEY, given);
    setToken(given);
  }, []);
  const forget = useCallback(() => {
    sessionStorage.removeItem(KEY);
    setToken(null);
  }, []);
  return { token, keep, forget };
}
