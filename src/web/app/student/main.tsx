import { render } from 'preact';
import '../styles/student.css';
import { firstTongue, WordsProvider } from '../shared/words.tsx';
import { App } from './App.tsx';

const first = await firstTongue();
render(
  <WordsProvider first={first}>
    <App />
  </WordsProvider>,
  document.getElementById('app')!,
);
