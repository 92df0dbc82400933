import { element } from '../../element.ts';
import type { TabMaker } from '../page.ts';

export const runsTab: TabMaker = () => ({ root: element('div', { class: 'runs' }), receive() {} });
