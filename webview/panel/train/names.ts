import { t } from '../../texts.ts';

/** What people call a stage; those of one corpus have its name. */
export function stageName(stage: string): string {
  const names: Readonly<Record<string, string>> = {
    auxiliary: t('auxiliary corpora'),
    'multi-task': t('together'),
    target: t('target alone'),
    alone: t('each alone'),
    pretraining: t('pretraining'),
  };
  return names[stage] ?? stage;
}

/** How the learning rate falls. */
export function scheduleName(schedule: string): string {
  const names: Readonly<Record<string, string>> = {
    linear: t('linear'),
    cosine: t('cosine'),
    constant: t('constant'),
  };
  return names[schedule] ?? schedule;
}
