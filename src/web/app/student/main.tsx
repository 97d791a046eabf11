import { render } from 'preact';
import '../styles/student.css';
import { keepOffline } from '../shared/keep-offline.ts';
import { renewAfterUpgrade } from '../shared/renew.ts';
import { firstTongue, WordsProvider } from '../shared/words.tsx';
import { App } from './App.tsx';
import { keepTyping } from './keep-typing.ts';

renewAfterUpgrade();
const first = await firstTongue();
keepTyping(() =>
  render(
    <WordsProvider first={first}>
      <App />
    </WordsProvider>,
    document.getElementById('app')!,
  ),
);
keepOffline();
