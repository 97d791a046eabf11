/** What the server wrote into the page. undefined on other pages, and when vite serves the page. */
import { BOOT_ID, type Boot } from '../../contract/boot.ts';

export const boot = read();

function read(): Boot | undefined {
  const text = document.getElementById(BOOT_ID)?.textContent;
  return text ? (JSON.parse(text) as Boot) : undefined;
}
