import { render } from 'preact';
import '../styles/student.css';
import { App } from './App.tsx';

render(<App />, document.getElementById('app')!);
