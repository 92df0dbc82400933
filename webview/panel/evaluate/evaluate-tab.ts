import { element } from '../../element.ts';
import type { EvaluateTab, TabMaker } from '../page.ts';

export const evaluateTab: TabMaker<EvaluateTab> = () => ({
  root: element('div', { class: 'evaluate' }),
  receive() {},
  choose() {},
});
