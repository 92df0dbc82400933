import fc from 'fast-check';

// A suite that passes passes again: properties are tried on the same values each time, unless more are asked for.
if (!process.env.GERBERA_FUZZ && !process.env.GERBERA_FUZZ_RUNS)
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_260_101 });
