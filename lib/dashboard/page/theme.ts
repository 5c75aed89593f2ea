import { useEffect, useState } from 'preact/hooks';

const DARK = '(prefers-color-scheme: dark)';

/** Whether the reader's system is dark: what is drawn on a canvas is drawn anew when that changes. */
export function useTheme(): 'dark' | 'light' {
  const [isDark, setDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const heed = () => {
      setDark(query.matches);
    };
    query.addEventListener('change', heed);
    return () => {
      query.removeEventListener('change', heed);
    };
  }, []);
  return isDark ? 'dark' : 'light';
}
