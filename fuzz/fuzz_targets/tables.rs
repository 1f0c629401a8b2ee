#![no_main]

// libFuzzer ends the program at every panic, but the library that reads workbooks may panic: our reader catches
// that. What is not caught ends it still.
libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| {})),
    |data: &[u8]| metod_fuzz_targets::run("tables", data)
);
