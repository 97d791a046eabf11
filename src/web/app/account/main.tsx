import { render } from 'preact';
import '../styles/account.css';
import { renewAfterUpgrade } from '../shared/renew.ts';
import { firstTongue, WordsProvider } from '../shared/words.tsx';
import { AccountPage } from './AccountPage.tsx';

renewAfterUpgrade();
const first = await firstTongue();
render(
  <WordsProvider first={first}>
    <AccountPage />
  </WordsProvider>,
  document.getElementById('app')!,
);
