import { element } from '../../element.ts';
import type { TabMaker } from '../page.ts';

export const trainTab: TabMaker = () => ({ root: element('div', { class: 'train' }), receive() {} });
