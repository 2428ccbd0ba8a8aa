//! How many tests passed, failed and were skipped, read from what the test runners print.

use std::fmt;
use std::ops::AddAssign;

/// Tests by how they ended. Its `Display` is the last line of `cargo xtask test`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold, or could not run.
    pub failed: u64,
    /// Did not run.
    pub skipped: u64,
}

impl Count {
    /// One check that is no test of its own.
    pub fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed), skipped: 0 }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// The sum of libtest's `test result:` lines; none when there is no such line.
pub fn of_libtest(lines: &[String]) -> Option<Count> {
    let mut sum = None;
    for line in lines {
        let Some((_, rest)) = line.split_once("test result: ") else { continue };
        let Some((_, parts)) = rest.split_once(". ") else { continue };
        let count = sum.get_or_insert_with(Count::default);
        for (number, word) in parts.split("; ").filter_map(number_and_word) {
            match word {
                "passed" | "measured" => count.passed += number,
                "failed" => count.failed += number,
                "ignored" | "filtered out" => count.skipped += number,
                _ => {}
            }
        }
    }
    sum
}

/// Nextest's `Summary` line; none when there is no such line.
pub fn of_nextest(lines: &[String]) -> Option<Count> {
    let line = lines.iter().rev().find(|line| line.trim_start().starts_with("Summary ["))?;
    let (before, parts) = line.split_once(" run: ")?;
    let mut count = Count::default();
    // What stands in brackets is said of tests that are counted already: "4 passed (1 slow, 1 leaky)".
    let mut plain = String::new();
    for part in parts.split('(') {
        plain.push_str(part.rsplit(')').next().unwrap_or_default().trim_end());
    }
    for (number, word) in plain.split(", ").filter_map(number_and_word) {
        match word {
            "passed" => count.passed += number,
            "skipped" => count.skipped += number,
            _ => count.failed += number,
        }
    }
    // "7/10 tests": three were not reached.
    let reached = before.rsplit(' ').find_map(|word| word.split_once('/'));
    if let Some((Ok(run), Ok(all))) = reached.map(|(run, all)| (run.parse::<u64>(), all.parse::<u64>())) {
        count.skipped += all.saturating_sub(run);
    }
    Some(count)
}

/// The closing lines of `node --test`, in TAP (`# pass 3`) or in its plain form (`ℹ pass 3`); none when there are none.
pub fn of_node(lines: &[String]) -> Option<Count> {
    let mut count = None;
    for line in lines {
        let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else { continue };
        let Some((word, Ok(number))) = rest.split_once(' ').map(|(word, number)| (word, number.parse::<u64>())) else {
            continue;
        };
        match word {
            "pass" => count.get_or_insert_with(Count::default).passed += number,
            "fail" | "cancelled" => count.get_or_insert_with(Count::default).failed += number,
            "skipped" | "todo" => count.get_or_insert_with(Count::default).skipped += number,
            _ => {}
        }
    }
    count
}

fn number_and_word(part: &str) -> Option<(u64, &str)> {
    let (number, word) = part.trim().split_once(' ')?;
    Some((number.parse().ok()?, word.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn libtest_results_are_summed() {
        let text = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.1s\n";
        assert_eq!(of_libtest(&lines(text)), Some(Count { passed: 7, failed: 1, skipped: 4 }));
        assert_eq!(of_libtest(&lines("error: could not compile")), None);
    }

    #[test]
    fn nextest_summaries_are_read() {
        let read = |text: &str| of_nextest(&lines(text));
        assert_eq!(
            read("     Summary [   0.012s] 5 tests run: 5 passed, 0 skipped"),
            Some(Count { passed: 5, failed: 0, skipped: 0 })
        );
        assert_eq!(
            read(
                "Summary [ 9.1s] 7/10 tests run: 4 passed (1 slow, 1 leaky), 1 failed, 1 exec failed, 1 timed out, 2 skipped"
            ),
            Some(Count { passed: 4, failed: 3, skipped: 5 })
        );
        assert_eq!(read("error: could not compile"), None);
    }

    #[test]
    fn both_forms_of_node_are_read() {
        let tap =
            "# tests 6\n# suites 0\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n# duration_ms 12.5\n";
        let expected = Some(Count { passed: 2, failed: 2, skipped: 2 });
        assert_eq!(of_node(&lines(tap)), expected);
        assert_eq!(of_node(&lines(&tap.replace("# ", "ℹ "))), expected);
        assert_eq!(of_node(&lines("SyntaxError")), None);
    }

    #[test]
    fn the_last_line_is_plain() {
        assert_eq!(Count { passed: 3, failed: 0, skipped: 0 }.to_string(), "3 passed, 0 failed, 0 skipped");
        assert_eq!(Count::one(false).to_string(), "0 passed, 1 failed, 0 skipped");
    }
}
