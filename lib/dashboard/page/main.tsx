import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import type { PageData } from '../page-data';
import { App } from './app';
import { cleaned } from './cleaned';
import './style.css';

// What stands there without a script is what stands there until this has run.
const root = document.getElementById('page');
const data = document.getElementById('data');
if (root !== null && data !== null) {
  const first = cleaned(JSON.parse(data.textContent) as PageData);
  root.replaceChildren();
  render(<App first={first} />, root);
}
