import { render } from 'preact';
import '../styles/operator.css';
import { App } from './App.tsx';

render(<App />, document.getElementById('app')!);
