import { element } from '../../element.ts';
import type { TabMaker } from '../page.ts';

export const evaluateTab: TabMaker = () => ({ root: element('div', { class: 'evaluate' }), receive() {} });
