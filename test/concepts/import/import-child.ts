import { importTerminology } from '../../../src/concepts/import/import-terminology.ts';

/** Imports a terminology and kills its own process at a statement of SQLite: `folder place statement`, 0 for not at all. */
const [folder = '', place = '', statement = '0'] = process.argv.slice(2);
const { DatabaseSync, StatementSync } = process.getBuiltinModule('node:sqlite');
const { exec } = DatabaseSync.prototype;
const { run } = StatementSync.prototype;
let left = Number(statement);
let made = 0;

function count(): void {
  made++;
  if (--left === 0) process.kill(process.pid, 'SIGKILL');
}

DatabaseSync.prototype.exec = function counted(sql) {
  count();
  exec.call(this, sql);
};
StatementSync.prototype.run = function counted(...values: never[]) {
  count();
  return Reflect.apply(run, this, values);
};

for await (const event of importTerminology({ folder, place, name: 'terms', type: 'Disease' })) {
  if (event.kind === 'begin') console.log(`resumed ${event.resumed}`);
}
console.log(`statements ${made}`);
