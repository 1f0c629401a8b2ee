#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| metod_fuzz_targets::run("yaml", data));
