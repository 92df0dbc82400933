import { describe, expect, it } from 'vitest';
import { forms } from '../../src/corpus/forms/forms.ts';
import { exportForms } from '../../src/extension/export-forms.ts';

describe('the forms that entities are exported in', () => {
  it('are all that there are, and HTML', () => {
    expect(exportForms.map(({ name }) => name).sort()).toEqual(['html', ...forms.map(({ name }) => name)].sort());
  });

  it.each(exportForms.filter(({ name }) => name !== 'html'))(
    '$name has an ending by which it is known again',
    (form) => {
      const known = forms.find(({ name }) => name === form.name);
      if (known?.kind === 'file') expect(known.endings).toContain(form.ending);
      else expect(form.ending).toBe('');
    },
  );
});
