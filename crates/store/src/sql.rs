//! Every statement about stored records that is not written from a table of `table.rs`.

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident ($columns:literal) = $sql:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $sql;)*

        /// Every statement with its name and how many columns it gives.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, usize, &str)] = &[$((stringify!($name), $columns, $sql)),*];
    };
}

statements! {
    META (1) = "SELECT value FROM meta WHERE name = $1";
    META_PUT (0) = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    COUNTER_NEW (0) = "INSERT INTO batch_counter (footprint, last_batch, last_known_ms, entries) VALUES ($1, 0, 0, 0) ON CONFLICT (footprint) DO NOTHING";
    /// Takes the next batch number; its row is the lock that gives batches their order.
    COUNTER_NEXT (2) = "UPDATE batch_counter SET last_batch = last_batch + 1, last_known_ms = CASE WHEN last_known_ms < $2 THEN $2 ELSE last_known_ms END, entries = entries + $3 WHERE footprint = $1 RETURNING last_batch, last_known_ms";
    /// Takes a report's instant: at or after everything known, and before everything that follows.
    COUNTER_OBSERVE (2) = "UPDATE batch_counter SET last_known_ms = CASE WHEN last_known_ms < $2 THEN $2 ELSE last_known_ms END + 1 WHERE footprint = $1 RETURNING last_batch, last_known_ms";
    COUNTER_KNOWN (0) = "UPDATE batch_counter SET last_known_ms = $2 WHERE footprint = $1 AND last_known_ms < $2";
    COUNTER (3) = "SELECT last_batch, last_known_ms, entries FROM batch_counter WHERE footprint = $1";
    COUNTER_SET (0) = "UPDATE batch_counter SET last_batch = $2, last_known_ms = $3, entries = $4 WHERE footprint = $1";
    COUNTER_LESS (0) = "UPDATE batch_counter SET entries = entries - $2 WHERE footprint = $1";
    FOOTPRINTS (1) = "SELECT footprint FROM batch_counter ORDER BY footprint";

    COMMAND_OUTCOME (1) = "SELECT outcome FROM command WHERE footprint = $1 AND command_id = $2";
    COMMANDS (3) = "SELECT command_id, known_ms, outcome FROM command WHERE footprint = $1 ORDER BY command_id";

    STREAM (14) = "SELECT j.version, j.batch, j.known_ms, j.actor, j.command_id, j.import_id, j.event, j.format, j.payload, j.personal_seal, j.hash, p.salt, p.content, j.stream_id FROM journal j LEFT JOIN personal p ON p.footprint = j.footprint AND p.stream_kind = j.stream_kind AND p.stream_id = j.stream_id AND p.version = j.version WHERE j.footprint = $1 AND j.stream_kind = $2 AND j.stream_id = $3 ORDER BY j.version";
    /// Several streams of one kind at once.
    STREAMS (14) = "SELECT j.version, j.batch, j.known_ms, j.actor, j.command_id, j.import_id, j.event, j.format, j.payload, j.personal_seal, j.hash, p.salt, p.content, j.stream_id FROM journal j LEFT JOIN personal p ON p.footprint = j.footprint AND p.stream_kind = j.stream_kind AND p.stream_id = j.stream_id AND p.version = j.version WHERE j.footprint = $1 AND j.stream_kind = $2 AND j.stream_id IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ORDER BY j.stream_id, j.version";
    STREAM_HEAD (1) = "SELECT version FROM journal WHERE footprint = $1 AND stream_kind = $2 AND stream_id = $3 ORDER BY version DESC LIMIT 1";
    /// A page of the journal of one kind, in the order of streams.
    JOURNAL_PAGE (14) = "SELECT j.version, j.batch, j.known_ms, j.actor, j.command_id, j.import_id, j.event, j.format, j.payload, j.personal_seal, j.hash, p.salt, p.content, j.stream_id FROM journal j LEFT JOIN personal p ON p.footprint = j.footprint AND p.stream_kind = j.stream_kind AND p.stream_id = j.stream_id AND p.version = j.version WHERE j.footprint = $1 AND j.stream_kind = $2 AND (j.stream_id, j.version) > ($3, $4) ORDER BY j.stream_id, j.version LIMIT $5";
    /// Every referral of which something was written that no import brought.
    REFERRALS_WRITTEN_HERE (2) = "SELECT DISTINCT footprint, stream_id FROM journal WHERE stream_kind = 'referral' AND import_id IS NULL ORDER BY footprint, stream_id";
    /// Referrals of which something was written after a batch, and completions of imports; no rows of an import.
    QUEUE_SINCE (3) = "SELECT stream_kind, stream_id, event FROM journal WHERE footprint = $1 AND batch > $2 AND batch <= $3 AND ((stream_kind = 'referral' AND import_id IS NULL) OR event = 'HistoryImportCompleted')";
    JOURNAL_SINCE (4) = "SELECT stream_kind, stream_id, import_id, event FROM journal WHERE footprint = $1 AND batch > $2 AND batch <= $3 ORDER BY batch";
    PERSONAL_ERASE (0) = "DELETE FROM personal WHERE footprint = $1 AND stream_kind = $2 AND stream_id = $3";
    PERSONAL_STRAYS (4) = "SELECT p.footprint, p.stream_kind, p.stream_id, p.version FROM personal p LEFT JOIN journal j ON j.footprint = p.footprint AND j.stream_kind = p.stream_kind AND j.stream_id = p.stream_id AND j.version = p.version WHERE j.version IS NULL";
    JOURNAL_COUNT (1) = "SELECT COUNT(*) FROM journal";
    JOURNAL_FOOTPRINTS (1) = "SELECT DISTINCT footprint FROM journal ORDER BY footprint";

    /// Local systems whose rules were applied; a counter alone may only stand for a report that was drawn.
    FOOTPRINTS_APPLIED (1) = "SELECT DISTINCT footprint FROM footprint_version ORDER BY footprint";
    FOOTPRINT_VERSIONS (4) = "SELECT from_on, content_hash, content, stream_id FROM footprint_version WHERE footprint = $1 ORDER BY from_on DESC, version DESC";

    UNFINISHED_IMPORTS (1) = "SELECT import_id FROM history_import WHERE footprint = $1 AND stage = 'writing'";
    LEASE_TAKE (1) = "INSERT INTO lease (footprint, name, holder, until_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (footprint, name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms WHERE lease.until_ms < $5 OR lease.holder = excluded.holder RETURNING holder";
    LEASE_RENEW (0) = "UPDATE lease SET until_ms = $4 WHERE footprint = $1 AND name = $2 AND holder = $3";
    LEASE_UNTIL (1) = "SELECT until_ms FROM lease WHERE footprint = $1 AND name = $2";
    LEASE_FREE (0) = "DELETE FROM lease WHERE footprint = $1 AND name = $2 AND holder = $3";

    IMPORT_UNFINISHED (1) = "SELECT stage FROM history_import WHERE footprint = $1 AND import_id = $2 AND stage = 'writing'";
    IMPORTED_STREAMS (3) = "SELECT stream_kind, stream_id, payload FROM journal WHERE footprint = $1 AND import_id = $2 AND stream_kind IN ('person', 'referral') AND batch >= $3 ORDER BY batch LIMIT $4";
    IMPORT_FIRST_BATCH (1) = "SELECT batch FROM journal WHERE footprint = $1 AND stream_kind = 'history_import' AND stream_id = $2 ORDER BY version LIMIT 1";
    DELETE_ENTRY (0) = "DELETE FROM journal WHERE footprint = $1 AND stream_kind = $2 AND stream_id = $3 AND import_id = $4";
    DELETE_IMPORTED_REFERRAL (0) = "DELETE FROM referral WHERE footprint = $1 AND referral_id = $2 AND import_id = $3";
    DELETE_IMPORTED_FACT (0) = "DELETE FROM referral_fact WHERE footprint = $1 AND referral_id = $2 AND import_id = $3";
    DELETE_IMPORTED_PERSON (0) = "DELETE FROM person WHERE footprint = $1 AND person_id = $2 AND import_id = $3";
    DELETE_SENDER_ROW (0) = "DELETE FROM sender_row WHERE footprint = $1 AND sender_key = $2 AND referral_id = $3";

    SENDER_ROW (1) = "SELECT referral_id FROM sender_row WHERE footprint = $1 AND sender_key = $2";
    /// The same with the import that brought it and with what it said, where that was not erased.
    SENDER_ROW_SAID (2) = "SELECT r.import_id, p.content FROM sender_row s JOIN referral r ON r.footprint = s.footprint AND r.referral_id = s.referral_id LEFT JOIN personal p ON p.footprint = s.footprint AND p.stream_kind = 'referral' AND p.stream_id = s.referral_id AND p.version = 1 WHERE s.footprint = $1 AND s.sender_key = $2";
    SENDER_ROWS (3) = "SELECT footprint, sender_key, referral_id FROM sender_row WHERE footprint = $1 ORDER BY sender_key";
    PERSON_ERASED (1) = "SELECT erased FROM person WHERE footprint = $1 AND person_id = $2";

    IMPORT_NOT_WHOLE (1) = "SELECT import_id FROM history_import WHERE footprint = $1 AND stage <> 'complete' LIMIT 1";
    /// Facts that count now, where every import is whole: the latest of each referral.
    FACTS_NOW (10) = "SELECT f.referral_id, f.person_id, f.person_kind, f.team, f.received_ms, f.outcome, f.discharged_ms, f.assessed_ms, f.due_on, f.reasons FROM referral_fact f WHERE f.footprint = $1 AND f.known_until_ms IS NULL";
    /// Facts that count now, without those of imports that are not whole.
    FACTS_NOW_OF_WHOLE_IMPORTS (10) = "SELECT f.referral_id, f.person_id, f.person_kind, f.team, f.received_ms, f.outcome, f.discharged_ms, f.assessed_ms, f.due_on, f.reasons FROM referral_fact f WHERE f.footprint = $1 AND f.known_until_ms IS NULL AND (f.import_id IS NULL OR f.import_id NOT IN (SELECT i.import_id FROM history_import i WHERE i.footprint = $1 AND i.stage <> 'complete'))";
    /// Facts that counted at an instant: known by then, and not yet replaced.
    FACTS_AT (10) = "SELECT f.referral_id, f.person_id, f.person_kind, f.team, f.received_ms, f.outcome, f.discharged_ms, f.assessed_ms, f.due_on, f.reasons FROM referral_fact f LEFT JOIN history_import i ON i.footprint = f.footprint AND i.import_id = f.import_id WHERE f.footprint = $1 AND (f.import_id IS NULL OR i.stage = 'complete') AND CASE WHEN f.import_id IS NULL THEN f.known_from_ms ELSE i.completed_ms END <= $2 AND (f.known_until_ms IS NULL OR f.known_until_ms > $2)";
    FACTS_OF_PERSON (10) = "SELECT f.referral_id, f.person_id, f.person_kind, f.team, f.received_ms, f.outcome, f.discharged_ms, f.assessed_ms, f.due_on, f.reasons FROM referral r JOIN referral_fact f ON f.footprint = r.footprint AND f.referral_id = r.referral_id WHERE r.footprint = $1 AND r.person_id = $2 AND f.known_until_ms IS NULL AND (f.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = f.footprint AND i.import_id = f.import_id AND i.stage <> 'complete'))";
    /// Open referrals on which a clock of ours runs, those that are due first before the others.
    OPEN_CLOCKS (1) = "SELECT referral_id FROM referral WHERE footprint = $1 AND next_due_ms >= $2 AND respond_by_ms IS NOT NULL ORDER BY next_due_ms";
    PERSON_OF_REFERRAL (1) = "SELECT person_id FROM referral WHERE footprint = $1 AND referral_id = $2";
    REFERRALS_OF_PERSON (1) = "SELECT referral_id FROM referral WHERE footprint = $1 AND person_id = $2 ORDER BY received_ms, referral_id";
    /// People in whose record nothing is open or was used of late, the longest unused first.
    PEOPLE_LAST_USED_BEFORE (1) = "SELECT person_id FROM referral WHERE footprint = $1 AND erased = 0 GROUP BY person_id HAVING MAX(COALESCE(discharged_ms, decided_ms, received_ms)) < $2 AND MAX(received_ms) < $2 AND COALESCE(MAX(due_or_end_on), '') < $3 AND SUM(CASE WHEN outcome = 'pending' OR (outcome = 'accepted' AND discharged_ms IS NULL) THEN 1 ELSE 0 END) = 0 ORDER BY MAX(received_ms), person_id LIMIT $4";
    MESSAGES_OF_REFERRAL (1) = "SELECT message_id FROM message WHERE footprint = $1 AND referral_id = $2 ORDER BY message_id";
    /// What a list of records shows of one referral.
    REFERRAL_LINE (10) = "SELECT reference, sender_referral_id, person_id, received_ms, directed_to, outcome, decided_ms, discharged_ms, due_or_end_on, erased FROM referral WHERE footprint = $1 AND referral_id = $2";
    /// Referrals received between two instants by source, of imports that are whole.
    REFERRALS_BY_SOURCE (2) = "SELECT r.source, COUNT(*) FROM referral r WHERE r.footprint = $1 AND r.received_ms >= $2 AND r.received_ms < $3 AND (r.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = r.footprint AND i.import_id = r.import_id AND i.stage <> 'complete')) GROUP BY r.source ORDER BY r.source";
    REFERRAL_COUNT (1) = "SELECT COUNT(*) FROM referral WHERE footprint = $1";

    /// A session with its account as it stands now; none where there is no such account.
    SESSION_FIND (15) = "SELECT s.opened_ms, s.seen_ms, s.account, a.display_name, a.role, a.password, s.factor, s.proved_ms, a.factors, a.organisation, a.teams, (SELECT MAX(o.until_ms) FROM opening o WHERE o.footprint = s.footprint AND o.account = s.account), s.provider, s.acr, s.provider_session FROM session s JOIN account a ON a.footprint = s.footprint AND a.name = s.account WHERE s.footprint = $1 AND s.token_hash = $2 AND a.disabled IS NULL";
    SESSIONS_OF (0) = "DELETE FROM session WHERE footprint = $1 AND account = $2";
    SESSIONS_OF_OTHERS (0) = "DELETE FROM session WHERE footprint = $1 AND account = $2 AND token_hash <> $3";
    SESSIONS_LISTED (6) = "SELECT token_hash, opened_ms, seen_ms, factor, browser, provider FROM session WHERE footprint = $1 AND account = $2";
    /// Ends sessions that were begun through a provider, by the name that it has for them.
    SESSIONS_OF_PROVIDER (0) = "DELETE FROM session WHERE footprint = $1 AND provider = $2 AND provider_session = $3";
    /// Ends sessions of an account that were begun through a provider.
    SESSIONS_THROUGH (0) = "DELETE FROM session WHERE footprint = $1 AND account = $2 AND provider = $3";
    /// Whose account an identity opens.
    IDENTITY_FIND (1) = "SELECT account_id FROM identity WHERE footprint = $1 AND issuer = $2 AND subject = $3";
    SESSION_PROVED (0) = "UPDATE session SET proved_ms = $3 WHERE footprint = $1 AND token_hash = $2";
    ACCOUNT_NAMES (2) = "SELECT name, display_name FROM account WHERE footprint = $1";
    ACCOUNTS (10) = "SELECT account_id, name, display_name, role, disabled, password, temporary_until_ms, factors, organisation, teams FROM account WHERE footprint = $1 ORDER BY name";
    ACCOUNT_WITH_HASH (11) = "SELECT a.account_id, a.name, a.display_name, a.role, a.disabled, a.password, a.temporary_until_ms, a.factors, a.organisation, a.teams, c.password_hash FROM account a LEFT JOIN credential c ON c.footprint = a.footprint AND c.account_id = a.account_id WHERE a.footprint = $1 AND a.account_id = $2";
    CREDENTIALS (3) = "SELECT account_id, password_hash, set_ms FROM credential WHERE footprint = $1 ORDER BY account_id";
    PASSWORD_HASH_STILL (0) = "UPDATE credential SET set_ms = set_ms WHERE footprint = $1 AND account_id = $2 AND password_hash = $3";
    TRIES (3) = "SELECT tries, last_ms, wait_until_ms FROM sign_in_attempt WHERE footprint = $1 AND account_id = $2";
    /// Counts a try where nobody counted another since.
    TRY_COUNTED (0) = "INSERT INTO sign_in_attempt (footprint, account_id, tries, last_ms, wait_until_ms) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (footprint, account_id) DO UPDATE SET tries = excluded.tries, last_ms = excluded.last_ms, wait_until_ms = excluded.wait_until_ms WHERE sign_in_attempt.tries = $6 AND sign_in_attempt.last_ms = $7";
    TRIES_OLD (0) = "DELETE FROM sign_in_attempt WHERE footprint = $1 AND last_ms < $2";
    FACTORS (6) = "SELECT factor_id, name, kept, last_step, made_ms, used_ms FROM factor WHERE footprint = $1 AND account_id = $2";
    /// Uses a code where no code of its step or a later one was used.
    FACTOR_USED (0) = "UPDATE factor SET last_step = $4, used_ms = $5 WHERE footprint = $1 AND account_id = $2 AND factor_id = $3 AND last_step < $4";
    PASSKEY_USED (0) = "UPDATE factor SET kept = $4, used_ms = $5 WHERE footprint = $1 AND account_id = $2 AND factor_id = $3";
    FACTORS_FORGET (0) = "DELETE FROM factor WHERE footprint = $1 AND account_id = $2";
    FACTORS_ALL (7) = "SELECT account_id, factor_id, name, kept, last_step, made_ms, used_ms FROM factor WHERE footprint = $1 ORDER BY account_id, factor_id";
    RECOVERY_CODES_LEFT (1) = "SELECT COUNT(*) FROM recovery_code WHERE footprint = $1 AND account_id = $2";
    RECOVERY_CODES_FORGET (0) = "DELETE FROM recovery_code WHERE footprint = $1 AND account_id = $2";
    RECOVERY_CODE_USE (0) = "DELETE FROM recovery_code WHERE footprint = $1 AND account_id = $2 AND code_hash = $3";
    RECOVERY_CODES_ALL (3) = "SELECT account_id, code_hash, made_ms FROM recovery_code WHERE footprint = $1 ORDER BY account_id, code_hash";
    CEREMONY (3) = "SELECT kind, state, expires_ms FROM ceremony WHERE footprint = $1 AND ceremony_key = $2";
    CEREMONY_END (0) = "DELETE FROM ceremony WHERE footprint = $1 AND ceremony_key = $2";
    CEREMONIES_OLD (0) = "DELETE FROM ceremony WHERE footprint = $1 AND expires_ms < $2";
    SYSTEM_TOKENS (9) = "SELECT token_hash, name, scope, made_by, made_ms, expires_ms, ended_by, ended_ms, used_ms FROM system_token WHERE footprint = $1 ORDER BY token_hash";
    SYSTEM_TOKEN (9) = "SELECT token_hash, name, scope, made_by, made_ms, expires_ms, ended_by, ended_ms, used_ms FROM system_token WHERE footprint = $1 AND token_hash = $2";
    SYSTEM_TOKEN_USED (0) = "UPDATE system_token SET used_ms = $3 WHERE footprint = $1 AND token_hash = $2";
    SESSION_SEEN (0) = "UPDATE session SET seen_ms = $3 WHERE footprint = $1 AND token_hash = $2";
    SESSIONS_STALE (0) = "DELETE FROM session WHERE footprint = $1 AND (opened_ms < $2 OR seen_ms < $3)";
    /// Looks of a range of ids, the latest first; of one account, of one subject, where they are named.
    LOOKS_FOUND (7) = "SELECT look_id, at_ms, actor, what, why, allowed, subjects FROM look WHERE footprint = $1 AND look_id >= $2 AND look_id < $3 AND allowed <= $4 AND ($5 = '' OR actor LIKE $5) AND ($6 = '' OR subjects LIKE $6) ORDER BY look_id DESC LIMIT $7";
    LOOKS_BETWEEN (7) = "SELECT look_id, at_ms, actor, what, why, allowed, subjects FROM look WHERE footprint = $1 AND look_id >= $2 AND look_id < $3 ORDER BY look_id";
    LOOK_LINE (7) = "SELECT look_id, at_ms, actor, what, why, allowed, subjects FROM look WHERE footprint = $1 AND look_id = $2";
    /// Looks as rows of their table, in the order in which they are sealed.
    LOOKS_AFTER (10) = "SELECT footprint, look_id, at_ms, actor, what, why, allowed, subjects, place, seal FROM look WHERE footprint = $1 AND place > $2 ORDER BY place LIMIT $3";
    LOOKS_UNSEALED (10) = "SELECT footprint, look_id, at_ms, actor, what, why, allowed, subjects, place, seal FROM look WHERE place IS NULL ORDER BY footprint, look_id";
    LOOKS_COUNT (1) = "SELECT COUNT(*) FROM look WHERE footprint = $1";
    LOOK_SEAL (1) = "SELECT seal FROM look WHERE footprint = $1 AND place = $2";
    LOOK_HEAD (2) = "SELECT place, seal FROM look_head WHERE footprint = $1";
    LOOK_HEAD_NEW (0) = "INSERT INTO look_head (footprint, place, seal) VALUES ($1, 0, $2) ON CONFLICT (footprint) DO NOTHING";
    /// Takes the next places; its row is the lock that gives looks their order.
    LOOK_HEAD_NEXT (2) = "UPDATE look_head SET place = place + $2 WHERE footprint = $1 RETURNING place, seal";
    LOOK_HEAD_SET (0) = "UPDATE look_head SET place = $2, seal = $3 WHERE footprint = $1";

    /// The seals of entries that came in some batches, in an order that both databases have.
    SEALED_ENTRIES (1) = "SELECT hash FROM journal WHERE footprint = $1 AND batch > $2 AND batch <= $3 ORDER BY batch, stream_kind, stream_id, version";
    SEALS_AFTER (9) = "SELECT footprint, number, at_ms, batch, entries, journal, looks, look, hash FROM seal WHERE footprint = $1 AND number > $2 ORDER BY number";
    SEAL_LAST (9) = "SELECT footprint, number, at_ms, batch, entries, journal, looks, look, hash FROM seal WHERE footprint = $1 ORDER BY number DESC LIMIT 1";

    /// What gives the queue its order and its parts; of imports, only those that are whole.
    QUEUE_ORDER (11) = "SELECT q.referral_id, q.place, q.order_ms, q.respond_by_ms, q.next_due_ms, q.waiting_until_ms, q.claimed_by, q.letter_owner, q.received_ms, q.priority, q.entry_ms FROM queue q WHERE q.footprint = $1 AND (q.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = q.footprint AND i.import_id = q.import_id AND i.stage <> 'complete')) ORDER BY q.place, q.order_ms, q.referral_id";
    /// The same of one referral, where it is in the queue.
    QUEUE_ORDER_OF (11) = "SELECT q.referral_id, q.place, q.order_ms, q.respond_by_ms, q.next_due_ms, q.waiting_until_ms, q.claimed_by, q.letter_owner, q.received_ms, q.priority, q.entry_ms FROM queue q WHERE q.footprint = $1 AND q.referral_id = $2 AND (q.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = q.footprint AND i.import_id = q.import_id AND i.stage <> 'complete'))";
    /// Some of the queue, with who they are: a page at most, in no order.
    QUEUE_LINES (35) = "SELECT q.referral_id, q.person_id, q.reference, p.name, p.birth_on, p.nhs_number, q.priority, q.received_ms, q.respond_by_ms, q.next_due_ms, q.way, q.source, q.situation, q.ends_on, q.signs, q.severe, q.concerns, q.interpreter, q.under_18, q.tasks, q.claimed_by, q.claimed_ms, q.attempts, q.attempt, q.attempt_by, q.attempt_ms, q.waiting_of, q.waiting_until_ms, q.letter_verdict, q.letter_owner, q.letter_by_ms, q.held_by, q.entry_ms, q.paused_ms, q.known_before FROM queue q JOIN person p ON p.footprint = q.footprint AND p.person_id = q.person_id WHERE q.footprint = $1 AND q.referral_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)";
    /// Emergencies that nobody has by name and nobody has decided; of imports, only those that are whole.
    EMERGENCIES_UNCLAIMED (5) = "SELECT q.referral_id, q.reference, q.received_ms, q.respond_by_ms, q.held_by FROM queue q WHERE q.footprint = $1 AND q.place = 0 AND (q.climbs_ms IS NOT NULL OR (q.claimed_by IS NULL AND q.elsewhere IS NULL)) AND q.stage = 'pending' AND (q.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = q.footprint AND i.import_id = q.import_id AND i.stage <> 'complete')) ORDER BY q.order_ms, q.referral_id LIMIT $2";
    /// Referrals in care after a place in the list, the first due first; of imports, only those that are whole.
    CASELOAD_DUE (28) = "SELECT c.referral_id, c.person_id, c.reference, p.name, p.birth_on, c.held_by, c.next_due_ms, c.priority, c.received_ms, c.accepted_ms, c.clock_ms, c.climbs_ms, c.situation, c.ends_on, c.lead, c.next_contact_ms, c.missed, c.unit, c.tasks, c.joint, c.offered_to, c.offered_by, c.offered_ms, c.answer_by_ms, c.onward_to, c.chase_by_ms, c.back_ms, c.paused_ms FROM caseload c JOIN person p ON p.footprint = c.footprint AND p.person_id = c.person_id WHERE c.footprint = $1 AND (c.next_due_ms, c.referral_id) > ($2, $3) AND (c.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = c.footprint AND i.import_id = c.import_id AND i.stage <> 'complete')) ORDER BY c.next_due_ms, c.referral_id LIMIT $4";
    /// The same of a team.
    CASELOAD_OF_TEAM (28) = "SELECT c.referral_id, c.person_id, c.reference, p.name, p.birth_on, c.held_by, c.next_due_ms, c.priority, c.received_ms, c.accepted_ms, c.clock_ms, c.climbs_ms, c.situation, c.ends_on, c.lead, c.next_contact_ms, c.missed, c.unit, c.tasks, c.joint, c.offered_to, c.offered_by, c.offered_ms, c.answer_by_ms, c.onward_to, c.chase_by_ms, c.back_ms, c.paused_ms FROM caseload c JOIN person p ON p.footprint = c.footprint AND p.person_id = c.person_id WHERE c.footprint = $1 AND c.held_by = $5 AND (c.next_due_ms, c.referral_id) > ($2, $3) AND (c.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = c.footprint AND i.import_id = c.import_id AND i.stage <> 'complete')) ORDER BY c.next_due_ms, c.referral_id LIMIT $4";
    /// The same of a lead professional.
    CASELOAD_OF_LEAD (28) = "SELECT c.referral_id, c.person_id, c.reference, p.name, p.birth_on, c.held_by, c.next_due_ms, c.priority, c.received_ms, c.accepted_ms, c.clock_ms, c.climbs_ms, c.situation, c.ends_on, c.lead, c.next_contact_ms, c.missed, c.unit, c.tasks, c.joint, c.offered_to, c.offered_by, c.offered_ms, c.answer_by_ms, c.onward_to, c.chase_by_ms, c.back_ms, c.paused_ms FROM caseload c JOIN person p ON p.footprint = c.footprint AND p.person_id = c.person_id WHERE c.footprint = $1 AND c.lead = $5 AND (c.next_due_ms, c.referral_id) > ($2, $3) AND (c.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = c.footprint AND i.import_id = c.import_id AND i.stage <> 'complete')) ORDER BY c.next_due_ms, c.referral_id LIMIT $4";
    /// Those whose response clock runs and ends before an instant, the first to end first.
    CASELOAD_CLOCK (28) = "SELECT c.referral_id, c.person_id, c.reference, p.name, p.birth_on, c.held_by, c.next_due_ms, c.priority, c.received_ms, c.accepted_ms, c.clock_ms, c.climbs_ms, c.situation, c.ends_on, c.lead, c.next_contact_ms, c.missed, c.unit, c.tasks, c.joint, c.offered_to, c.offered_by, c.offered_ms, c.answer_by_ms, c.onward_to, c.chase_by_ms, c.back_ms, c.paused_ms FROM caseload c JOIN person p ON p.footprint = c.footprint AND p.person_id = c.person_id WHERE c.footprint = $1 AND c.clock_ms < $5 AND (c.clock_ms, c.referral_id) > ($2, $3) AND (c.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = c.footprint AND i.import_id = c.import_id AND i.stage <> 'complete')) ORDER BY c.clock_ms, c.referral_id LIMIT $4";
    /// How care ended in a period: each reason, and whether there was a plan.
    CARE_LEFT (3) = "SELECT reason, planned, COUNT(*) FROM care_course WHERE footprint = $1 AND discharged_ms >= $2 AND discharged_ms < $3 GROUP BY reason, planned ORDER BY reason, planned";
    /// How many different staff each woman saw who was received in a period.
    CARE_SEEN (2) = "SELECT seen, COUNT(*) FROM care_course WHERE footprint = $1 AND received_ms >= $2 AND received_ms < $3 AND seen > 0 GROUP BY seen ORDER BY seen";
    /// Response clocks of referrals received in a period that were stopped: in time or not.
    CARE_ANSWERED (3) = "SELECT priority, CAST(CASE WHEN responded_ms <= respond_by_ms THEN 1 ELSE 0 END AS BIGINT), COUNT(*) FROM care_course WHERE footprint = $1 AND received_ms >= $2 AND received_ms < $3 AND responded_ms IS NOT NULL AND respond_by_ms IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2";
    /// Those of them that were stopped too late, with what stopped them; the latest first.
    CARE_LATE (6) = "SELECT referral_id, priority, received_ms, respond_by_ms, responded_ms, answered_by FROM care_course WHERE footprint = $1 AND received_ms >= $2 AND received_ms < $3 AND responded_ms > respond_by_ms ORDER BY received_ms DESC, referral_id DESC LIMIT $4";
    /// How often decisions of a period rest on each criterion, by verdict.
    /// Decisions that rest on one criterion as it read from a day on, in the order in which they were made.
    CRITERION_CITED_BY (2) = "SELECT referral_id, verdict FROM decision_criterion WHERE footprint = $1 AND decided_ms >= $2 AND decided_ms < $3 AND code = $4 AND from_on = $5 ORDER BY decided_ms, referral_id";
    CRITERIA_CITED (5) = "SELECT code, from_on, words, verdict, COUNT(*) FROM decision_criterion WHERE footprint = $1 AND decided_ms >= $2 AND decided_ms < $3 GROUP BY code, from_on, words, verdict";
    /// Offers of others that wait for their answer, to one team or to any.
    OFFERS_TO_ANSWER (28) = "SELECT c.referral_id, c.person_id, c.reference, p.name, p.birth_on, c.held_by, c.next_due_ms, c.priority, c.received_ms, c.accepted_ms, c.clock_ms, c.climbs_ms, c.situation, c.ends_on, c.lead, c.next_contact_ms, c.missed, c.unit, c.tasks, c.joint, c.offered_to, c.offered_by, c.offered_ms, c.answer_by_ms, c.onward_to, c.chase_by_ms, c.back_ms, c.paused_ms FROM caseload c JOIN person p ON p.footprint = c.footprint AND p.person_id = c.person_id WHERE c.footprint = $1 AND c.answer_by_ms IS NOT NULL AND c.offered_by <> $2 AND ($3 = '' OR c.offered_to = $3) AND (c.answer_by_ms, c.referral_id) > ($4, $5) ORDER BY c.answer_by_ms, c.referral_id LIMIT $6";
    /// Offers of one account that wait for their answer.
    OFFERS_BY (28) = "SELECT c.referral_id, c.person_id, c.reference, p.name, p.birth_on, c.held_by, c.next_due_ms, c.priority, c.received_ms, c.accepted_ms, c.clock_ms, c.climbs_ms, c.situation, c.ends_on, c.lead, c.next_contact_ms, c.missed, c.unit, c.tasks, c.joint, c.offered_to, c.offered_by, c.offered_ms, c.answer_by_ms, c.onward_to, c.chase_by_ms, c.back_ms, c.paused_ms FROM caseload c JOIN person p ON p.footprint = c.footprint AND p.person_id = c.person_id WHERE c.footprint = $1 AND c.answer_by_ms IS NOT NULL AND c.offered_by = $2 AND (c.answer_by_ms, c.referral_id) > ($3, $4) ORDER BY c.answer_by_ms, c.referral_id LIMIT $5";
    /// Offers that were returned, or that nobody answered.
    OFFERS_BACK (28) = "SELECT c.referral_id, c.person_id, c.reference, p.name, p.birth_on, c.held_by, c.next_due_ms, c.priority, c.received_ms, c.accepted_ms, c.clock_ms, c.climbs_ms, c.situation, c.ends_on, c.lead, c.next_contact_ms, c.missed, c.unit, c.tasks, c.joint, c.offered_to, c.offered_by, c.offered_ms, c.answer_by_ms, c.onward_to, c.chase_by_ms, c.back_ms, c.paused_ms FROM caseload c JOIN person p ON p.footprint = c.footprint AND p.person_id = c.person_id WHERE c.footprint = $1 AND c.back_ms IS NOT NULL AND (c.back_ms, c.referral_id) > ($2, $3) ORDER BY c.back_ms, c.referral_id LIMIT $4";
    /// Referrals to services outside that have not answered.
    ONWARD_OPEN (8) = "SELECT o.referral_id, r.reference, p.name, p.birth_on, r.held_by, o.service, o.asked_ms, o.chase_by_ms FROM onward o JOIN referral r ON r.footprint = o.footprint AND r.referral_id = o.referral_id JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE o.footprint = $1 AND o.chase_by_ms IS NOT NULL AND (o.chase_by_ms, o.referral_id) > ($2, $3) ORDER BY o.chase_by_ms, o.referral_id LIMIT $4";
    /// The restricted tasks of one account, the first due first.
    CHASES_OF (5) = "SELECT s.referral_id, r.reference, p.name, p.birth_on, s.chase_by_ms FROM safeguarding_chase s JOIN referral r ON r.footprint = s.footprint AND r.referral_id = s.referral_id JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE s.footprint = $1 AND s.owner = $2 AND s.chase_by_ms IS NOT NULL ORDER BY s.chase_by_ms, s.referral_id LIMIT $3";
    /// Risk answers that are open: what nobody has by name, what somebody has; how many of the first; and all of a period.
    RISKS_CLIMBING (11) = "SELECT a.referral_id, a.reference, a.held_by, a.since_ms, a.domains, a.answers, a.climbs_ms, a.taken_by, a.elsewhere, a.tries, CAST(CASE WHEN p.restricted IS NULL THEN 0 ELSE 1 END AS BIGINT) FROM risk_alert a JOIN referral r ON r.footprint = a.footprint AND r.referral_id = a.referral_id JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE a.footprint = $1 AND a.climbs_ms IS NOT NULL ORDER BY a.climbs_ms, a.referral_id LIMIT $2";
    RISKS_TAKEN (11) = "SELECT a.referral_id, a.reference, a.held_by, a.since_ms, a.domains, a.answers, a.climbs_ms, a.taken_by, a.elsewhere, a.tries, CAST(CASE WHEN p.restricted IS NULL THEN 0 ELSE 1 END AS BIGINT) FROM risk_alert a JOIN referral r ON r.footprint = a.footprint AND r.referral_id = a.referral_id JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE a.footprint = $1 AND a.open_ms IS NOT NULL AND a.climbs_ms IS NULL ORDER BY a.open_ms, a.referral_id LIMIT $2";
    RISKS_CLIMBING_COUNTED (2) = "SELECT COUNT(*), MIN(climbs_ms) FROM risk_alert WHERE footprint = $1 AND climbs_ms IS NOT NULL";
    RISKS_BETWEEN (3) = "SELECT since_ms, first_taken_ms, open_ms FROM risk_alert WHERE footprint = $1 AND since_ms >= $2 AND since_ms < $3";
    /// For whom the restricted record behind a referral opens.
    RESTRICTED_TO (3) = "SELECT p.restricted_named, p.restricted_own, c.lead FROM referral r JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id LEFT JOIN caseload c ON c.footprint = r.footprint AND c.referral_id = r.referral_id WHERE r.footprint = $1 AND r.referral_id = $2 AND p.restricted IS NOT NULL";
    /// Records that were opened in an emergency: not looked at yet, looked at, held open by one account, of one referral.
    OPENINGS_TO_REVIEW (11) = "SELECT o.opening_id, o.referral_id, r.reference, o.account, o.reason, o.opened_ms, o.until_ms, o.review_by_ms, o.reviewed_by, o.reviewed_ms, o.finding FROM opening o LEFT JOIN referral r ON r.footprint = o.footprint AND r.referral_id = o.referral_id WHERE o.footprint = $1 AND o.reviewed_ms IS NULL AND o.review_by_ms > 0 ORDER BY o.review_by_ms, o.opening_id LIMIT $2";
    OPENINGS_REVIEWED (11) = "SELECT o.opening_id, o.referral_id, r.reference, o.account, o.reason, o.opened_ms, o.until_ms, o.review_by_ms, o.reviewed_by, o.reviewed_ms, o.finding FROM opening o LEFT JOIN referral r ON r.footprint = o.footprint AND r.referral_id = o.referral_id WHERE o.footprint = $1 AND o.opened_ms >= $2 AND o.reviewed_ms IS NOT NULL ORDER BY o.opened_ms DESC, o.opening_id DESC LIMIT $3";
    OPENINGS_HELD (11) = "SELECT o.opening_id, o.referral_id, r.reference, o.account, o.reason, o.opened_ms, o.until_ms, o.review_by_ms, o.reviewed_by, o.reviewed_ms, o.finding FROM opening o LEFT JOIN referral r ON r.footprint = o.footprint AND r.referral_id = o.referral_id WHERE o.footprint = $1 AND o.account = $2 AND o.until_ms > $3 ORDER BY o.until_ms, o.opening_id";
    OPENINGS_OF_REFERRAL (11) = "SELECT o.opening_id, o.referral_id, r.reference, o.account, o.reason, o.opened_ms, o.until_ms, o.review_by_ms, o.reviewed_by, o.reviewed_ms, o.finding FROM opening o LEFT JOIN referral r ON r.footprint = o.footprint AND r.referral_id = o.referral_id WHERE o.footprint = $1 AND o.referral_id = $2 ORDER BY o.opened_ms DESC, o.opening_id DESC";
    /// Questionnaires: of a referral, those that wait for somebody, those of routine contacts in a period.
    SCREENINGS_OF_REFERRAL (25) = "SELECT s.screening_id, s.referral_id, s.person_id, s.instrument, s.contact, s.stage, s.owner, s.asked_ms, s.until_ms, s.opened_ms, s.finished_ms, s.read_ms, s.why, s.answered, s.items, s.total, s.positive, s.risk, p.name, r.reference, r.outcome, r.held_by, r.directed_to, c.joint, c.offered_to FROM screening s JOIN referral r ON r.footprint = s.footprint AND r.referral_id = s.referral_id JOIN person p ON p.footprint = s.footprint AND p.person_id = s.person_id LEFT JOIN caseload c ON c.footprint = r.footprint AND c.referral_id = r.referral_id WHERE s.footprint = $1 AND s.referral_id = $2 ORDER BY s.asked_ms DESC, s.screening_id DESC LIMIT $3";
    SCREENINGS_WAITING (25) = "SELECT s.screening_id, s.referral_id, s.person_id, s.instrument, s.contact, s.stage, s.owner, s.asked_ms, s.until_ms, s.opened_ms, s.finished_ms, s.read_ms, s.why, s.answered, s.items, s.total, s.positive, s.risk, p.name, r.reference, r.outcome, r.held_by, r.directed_to, c.joint, c.offered_to FROM screening s JOIN referral r ON r.footprint = s.footprint AND r.referral_id = s.referral_id JOIN person p ON p.footprint = s.footprint AND p.person_id = s.person_id LEFT JOIN caseload c ON c.footprint = r.footprint AND c.referral_id = r.referral_id WHERE s.footprint = $1 AND s.stage IN ('given', 'opened', 'done') AND s.asked_ms > 0 ORDER BY s.asked_ms, s.screening_id LIMIT $2";
    SCREENINGS_AT_CONTACTS (25) = "SELECT s.screening_id, s.referral_id, s.person_id, s.instrument, s.contact, s.stage, s.owner, s.asked_ms, s.until_ms, s.opened_ms, s.finished_ms, s.read_ms, s.why, s.answered, s.items, s.total, s.positive, s.risk, p.name, r.reference, r.outcome, r.held_by, r.directed_to, c.joint, c.offered_to FROM screening s JOIN referral r ON r.footprint = s.footprint AND r.referral_id = s.referral_id JOIN person p ON p.footprint = s.footprint AND p.person_id = s.person_id LEFT JOIN caseload c ON c.footprint = r.footprint AND c.referral_id = r.referral_id WHERE s.footprint = $1 AND s.contact IS NOT NULL AND s.asked_ms > 0 ORDER BY s.asked_ms, s.screening_id";
    /// Women for whose pregnancies routine contacts may be expected, and from when until when we had them.
    EXPECTED_CONTACTS (5) = "SELECT referral_id, person_id, due_or_end_on, received_ms, COALESCE(discharged_ms, CASE WHEN held_by IS NULL THEN decided_ms END) FROM referral WHERE footprint = $1 AND due_or_end_on IS NOT NULL AND import_id IS NULL AND person_kind = 'birthing_parent' AND erased = 0";
    /// The wording that a site added, the earliest version of each first.
    TEXT_PACKS (5) = "SELECT stream_id, instrument, language, content_hash, content FROM text_pack WHERE footprint = $1 ORDER BY stream_id, version";
    /// What a link opens.
    SCREENING_OF_LINK (1) = "SELECT screening_id FROM screening WHERE footprint = $1 AND link = $2";
    /// The referral whose page a link opens.
    HER_PAGE_OF_LINK (1) = "SELECT referral_id FROM her_page WHERE footprint = $1 AND link = $2";
    /// The door of her page: by itself, by the key that opened it, and that nobody tried another word since it was read.
    HER_PAGE_DOOR (5) = "SELECT referral_id, wrong, opened_as, until_ms, last_ms FROM her_page_door WHERE footprint = $1 AND referral_id = $2";
    HER_PAGE_DOOR_OPEN (5) = "SELECT referral_id, wrong, opened_as, until_ms, last_ms FROM her_page_door WHERE footprint = $1 AND opened_as = $2";
    HER_PAGE_DOOR_NEW (0) = "INSERT INTO her_page_door (footprint, referral_id, wrong) VALUES ($1, $2, 0) ON CONFLICT (footprint, referral_id) DO NOTHING";
    HER_PAGE_DOOR_SAME (0) = "UPDATE her_page_door SET wrong = wrong WHERE footprint = $1 AND referral_id = $2 AND wrong = $3";
    /// The door of a questionnaire: by itself, by the key that opened it, and that nobody tried another word since it was read.
    SCREENING_DOOR (4) = "SELECT screening_id, wrong, opened_as, until_ms FROM screening_door WHERE footprint = $1 AND screening_id = $2";
    SCREENING_DOOR_OPEN (4) = "SELECT screening_id, wrong, opened_as, until_ms FROM screening_door WHERE footprint = $1 AND opened_as = $2";
    SCREENING_DOOR_NEW (0) = "INSERT INTO screening_door (footprint, screening_id, wrong) VALUES ($1, $2, 0) ON CONFLICT (footprint, screening_id) DO NOTHING";
    SCREENING_DOOR_SAME (0) = "UPDATE screening_door SET wrong = wrong WHERE footprint = $1 AND screening_id = $2 AND wrong = $3";
    /// How many nobody has looked at, and how many of them are late, each up to a limit.
    OPENINGS_COUNTED (2) = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM opening WHERE footprint = $1 AND reviewed_ms IS NULL AND review_by_ms > 0 LIMIT $3) t), (SELECT COUNT(*) FROM (SELECT 1 FROM opening WHERE footprint = $1 AND reviewed_ms IS NULL AND review_by_ms < $2 LIMIT $3) t)";
    /// How many of them are due, and how many there are, each up to a limit.
    CHASES_COUNTED (2) = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM safeguarding_chase WHERE footprint = $1 AND owner = $2 AND chase_by_ms IS NOT NULL AND chase_by_ms <= $3 LIMIT $4) t), (SELECT COUNT(*) FROM (SELECT 1 FROM safeguarding_chase WHERE footprint = $1 AND owner = $2 AND chase_by_ms IS NOT NULL LIMIT $4) t)";
    /// What came of the referrals to services outside of a period.
    ONWARD_ASKED (4) = "SELECT service, state, asked_ms, answered_ms FROM onward WHERE footprint = $1 AND asked_ms >= $2 AND asked_ms < $3";
    /// How many wait: to be answered, offered by one account, come back, to be chased; each up to a limit.
    BETWEEN_TEAMS (4) = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM caseload WHERE footprint = $1 AND answer_by_ms IS NOT NULL AND answer_by_ms > 0 AND offered_by <> $2 LIMIT $3) t), (SELECT COUNT(*) FROM (SELECT 1 FROM caseload WHERE footprint = $1 AND answer_by_ms IS NOT NULL AND answer_by_ms > 0 AND offered_by = $2 LIMIT $3) t), (SELECT COUNT(*) FROM (SELECT 1 FROM caseload WHERE footprint = $1 AND back_ms IS NOT NULL AND back_ms > 0 LIMIT $3) t), (SELECT COUNT(*) FROM (SELECT 1 FROM onward WHERE footprint = $1 AND chase_by_ms IS NOT NULL AND chase_by_ms > 0 LIMIT $3) t)";
    /// Emergencies in care that nobody has by name, as a shift that ends asks for them.
    CASELOAD_EMERGENCIES (7) = "SELECT c.referral_id, c.reference, c.received_ms, c.clock_ms, CAST(NULL AS TEXT), c.held_by, c.elsewhere FROM caseload c WHERE c.footprint = $1 AND c.climbs_ms IS NOT NULL ORDER BY c.climbs_ms, c.referral_id";
    /// Emergencies in care that somebody of ours took: whoever leaves takes nothing along.
    CASELOAD_TAKEN (7) = "SELECT c.referral_id, c.reference, c.received_ms, c.clock_ms, c.taken_by, c.held_by, c.elsewhere FROM caseload c WHERE c.footprint = $1 AND c.taken_by > '' ORDER BY c.taken_by, c.referral_id";
    /// The same, as the banner names them.
    CASELOAD_CLIMBING (5) = "SELECT c.referral_id, c.reference, c.received_ms, c.clock_ms, c.held_by FROM caseload c WHERE c.footprint = $1 AND c.climbs_ms IS NOT NULL ORDER BY c.climbs_ms, c.referral_id LIMIT $2";
    /// Referrals that ended with a no between two instants; of imports, only those that are whole.
    TURNED_AWAY (4) = "SELECT r.referral_id, r.person_id, r.decided_ms, s.state FROM referral r LEFT JOIN signpost s ON s.footprint = r.footprint AND s.referral_id = r.referral_id WHERE r.footprint = $1 AND r.outcome IN ('rejected', 'signposted') AND r.decided_ms >= $2 AND r.decided_ms < $3 AND (r.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = r.footprint AND i.import_id = r.import_id AND i.stage <> 'complete')) ORDER BY r.decided_ms, r.referral_id";
    /// The ways of referrals that came between two instants; of imports, only those that are whole.
    JOURNEYS (7) = "SELECT r.referral_id, r.received_ms, r.priority, r.outcome, r.decided_ms, r.assessed_ms, r.discharged_ms FROM referral r WHERE r.footprint = $1 AND r.received_ms >= $2 AND r.received_ms < $3 AND (r.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = r.footprint AND i.import_id = r.import_id AND i.stage <> 'complete')) ORDER BY r.received_ms, r.referral_id";
    /// Every contact that was written down.
    CONTACTS_RECORDED (4) = "SELECT j.stream_id, j.format, j.payload, r.held_by FROM journal j JOIN referral r ON r.footprint = j.footprint AND r.referral_id = j.stream_id WHERE j.footprint = $1 AND j.stream_kind = 'referral' AND j.event = 'ContactRecorded' ORDER BY j.stream_id, j.version";
    /// The first referral that came after a no, of somebody who is or may be the same.
    CAME_BACK_TO (3) = "SELECT r.referral_id, r.received_ms, r.outcome FROM came_back c JOIN referral r ON r.footprint = c.footprint AND r.referral_id = c.referral_id WHERE c.footprint = $1 AND c.earlier_id = $2 ORDER BY c.days, c.referral_id LIMIT 1";
    LATER_OF_PERSON (3) = "SELECT r.referral_id, r.received_ms, r.outcome FROM referral r WHERE r.footprint = $1 AND r.person_id = $2 AND r.received_ms > $3 AND (r.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = r.footprint AND i.import_id = r.import_id AND i.stage <> 'complete')) ORDER BY r.received_ms, r.referral_id LIMIT 1";
    NOES_OF_PERSON (2) = "SELECT r.referral_id, r.decided_ms FROM referral r WHERE r.footprint = $1 AND r.person_id = $2 AND r.referral_id <> $3 AND r.outcome IN ('rejected', 'signposted') AND r.decided_ms IS NOT NULL AND (r.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = r.footprint AND i.import_id = r.import_id AND i.stage <> 'complete'))";
    /// Undecided referrals for a sitting: no emergency, no letter due, and here by an instant; of imports, only those that are whole.
    AGENDA_UNDECIDED (1) = "SELECT q.referral_id FROM queue q WHERE q.footprint = $1 AND q.place > 0 AND q.stage = 'pending' AND q.received_ms <= $2 AND (q.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = q.footprint AND i.import_id = q.import_id AND i.stage <> 'complete')) ORDER BY q.place, q.order_ms, q.referral_id LIMIT $3";
    /// Undecided emergencies, which a sitting reads out.
    AGENDA_EMERGENCIES (1) = "SELECT q.referral_id FROM queue q WHERE q.footprint = $1 AND q.place = 0 AND q.stage = 'pending' AND (q.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = q.footprint AND i.import_id = q.import_id AND i.stage <> 'complete')) ORDER BY q.order_ms, q.referral_id LIMIT $2";
    MEETINGS (9) = "SELECT meeting_id, sitting_ms, opened_ms, closed_ms, disciplines, to_confirm, decided, carried_over, noted FROM meeting WHERE footprint = $1 ORDER BY sitting_ms DESC LIMIT $2";
    MEETING_BEFORE (9) = "SELECT meeting_id, sitting_ms, opened_ms, closed_ms, disciplines, to_confirm, decided, carried_over, noted FROM meeting WHERE footprint = $1 AND sitting_ms < $2 AND closed_ms IS NOT NULL ORDER BY sitting_ms DESC LIMIT 1";
    DISCUSSIONS_AT (13) = "SELECT d.referral_id, r.reference, p.name, p.birth_on, d.meeting_id, d.at_ms, d.by_account, d.outcome, d.owner, d.until_ms, d.carried_over, r.priority, r.received_ms FROM discussion d JOIN referral r ON r.footprint = d.footprint AND r.referral_id = d.referral_id JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE d.footprint = $1 AND d.meeting_id = $2 ORDER BY d.at_ms, d.referral_id";
    DISCUSSIONS_OF (13) = "SELECT d.referral_id, r.reference, p.name, p.birth_on, d.meeting_id, d.at_ms, d.by_account, d.outcome, d.owner, d.until_ms, d.carried_over, r.priority, r.received_ms FROM discussion d JOIN referral r ON r.footprint = d.footprint AND r.referral_id = d.referral_id JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE d.footprint = $1 AND d.referral_id = $2";
    /// Referrals that came in here and were decided after an instant.
    DECIDED_SINCE (8) = "SELECT r.referral_id, r.reference, p.name, p.birth_on, r.priority, r.received_ms, r.outcome, r.decided_ms FROM referral r JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE r.footprint = $1 AND r.import_id IS NULL AND r.decided_ms > $2 ORDER BY r.decided_ms, r.referral_id LIMIT $3";
    NOTES_AT (8) = "SELECT r.referral_id, r.reference, p.name, p.birth_on, r.priority, r.received_ms, r.outcome, r.decided_ms FROM meeting_note n JOIN referral r ON r.footprint = n.footprint AND r.referral_id = n.referral_id JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE n.footprint = $1 AND n.meeting_id = $2 ORDER BY n.referral_id";
    NOTE_OF (8) = "SELECT r.referral_id, r.reference, p.name, p.birth_on, r.priority, r.received_ms, r.outcome, r.decided_ms FROM referral r JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE r.footprint = $1 AND r.referral_id = $2";
    /// Referrals that came in here between two instants, with the first sitting that dealt with each and the first that read it out.
    FIRST_REVIEWS (3) = "SELECT r.received_ms, (SELECT MIN(m.sitting_ms) FROM discussion d JOIN meeting m ON m.footprint = d.footprint AND m.meeting_id = d.meeting_id WHERE d.footprint = r.footprint AND d.referral_id = r.referral_id), (SELECT MIN(m.sitting_ms) FROM meeting_note n JOIN meeting m ON m.footprint = n.footprint AND m.meeting_id = n.meeting_id WHERE n.footprint = r.footprint AND n.referral_id = r.referral_id) FROM referral r WHERE r.footprint = $1 AND r.received_ms >= $2 AND r.received_ms < $3 AND r.import_id IS NULL";
    /// Referrals on the list of a case discussion, the longest there first.
    CASES_LISTED (1) = "SELECT referral_id FROM case_listing WHERE footprint = $1 AND discussion = $2 ORDER BY listed_ms, referral_id LIMIT $3";
    /// Days of a case discussion that were opened, the latest first.
    CASE_DAYS (6) = "SELECT sitting_ms, closed_ms, teams, services, discussed, carried_over FROM case_day WHERE footprint = $1 AND discussion = $2 ORDER BY sitting_ms DESC LIMIT $3";
    CASE_DAYS_BETWEEN (1) = "SELECT discussion FROM case_day WHERE footprint = $1 AND sitting_ms >= $2 AND sitting_ms < $3 AND closed_ms IS NOT NULL";
    CASE_OUTCOMES_AT (6) = "SELECT referral_id, at_ms, by_account, outcome, owner, until_ms FROM case_outcome WHERE footprint = $1 AND meeting_id = $2 ORDER BY at_ms, referral_id";
    CASE_OUTCOMES_BETWEEN (2) = "SELECT discussion, outcome FROM case_outcome WHERE footprint = $1 AND at_ms >= $2 AND at_ms < $3";
    /// Referrals that came in here between two instants, each with its urgency and its first entry.
    FIRST_ENTRIES (3) = "SELECT received_ms, priority, entry_ms FROM referral WHERE footprint = $1 AND received_ms >= $2 AND received_ms < $3 AND import_id IS NULL";
    /// The referrals of a time, for what organisations are told of what they sent.
    RECEIVED_HERE (1) = "SELECT referral_id FROM referral WHERE footprint = $1 AND received_ms >= $2 AND received_ms < $3 AND import_id IS NULL ORDER BY received_ms, referral_id";
    DELETE_IMPORTED_CASELOAD (0) = "DELETE FROM caseload WHERE footprint = $1 AND referral_id = $2 AND import_id = $3";
    DELETE_IMPORTED_QUEUE (0) = "DELETE FROM queue WHERE footprint = $1 AND referral_id = $2 AND import_id = $3";
    /// Emergencies that are not decided, whoever has them by name: while one climbs, a claim from before it was one is none.
    EMERGENCIES_NOW (7) = "SELECT q.referral_id, q.reference, q.received_ms, q.respond_by_ms, CASE WHEN q.climbs_ms IS NULL THEN q.claimed_by END, q.held_by, q.elsewhere FROM queue q WHERE q.footprint = $1 AND q.place = 0 AND q.stage = 'pending' AND (q.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = q.footprint AND i.import_id = q.import_id AND i.stage <> 'complete')) ORDER BY q.order_ms, q.referral_id";
    /// What waits for each team: new, due by the end of the day, overdue, waiting for others, all.
    WAITING_BY_TEAM (6) = "SELECT q.held_by, COUNT(CASE WHEN q.claimed_by IS NULL AND q.attempts = 0 AND q.waiting_of IS NULL AND q.letter_verdict IS NULL THEN 1 END), COUNT(CASE WHEN CASE WHEN q.respond_by_ms IS NOT NULL AND q.respond_by_ms < q.next_due_ms THEN q.respond_by_ms ELSE q.next_due_ms END >= $2 AND CASE WHEN q.respond_by_ms IS NOT NULL AND q.respond_by_ms < q.next_due_ms THEN q.respond_by_ms ELSE q.next_due_ms END <= $3 THEN 1 END), COUNT(CASE WHEN CASE WHEN q.respond_by_ms IS NOT NULL AND q.respond_by_ms < q.next_due_ms THEN q.respond_by_ms ELSE q.next_due_ms END < $2 THEN 1 END), COUNT(CASE WHEN q.letter_verdict IS NULL AND q.waiting_until_ms > $2 THEN 1 END), COUNT(*) FROM queue q WHERE q.footprint = $1 AND (q.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = q.footprint AND i.import_id = q.import_id AND i.stage <> 'complete')) GROUP BY q.held_by";
    DUTY_ROTA_OF_DAYS (6) = "SELECT on_day, nth, shift, account, from_ms, to_ms FROM duty_rota WHERE footprint = $1 AND on_day >= $2 AND on_day <= $3";
    DUTY_DAYS_GOING_ON (1) = "SELECT on_day FROM duty_day WHERE footprint = $1 AND on_duty > 0 AND on_day >= $2";
    DUTY_ENTRIES_OF_DAYS (3) = "SELECT on_day, kind, referral_id FROM duty_entry WHERE footprint = $1 AND on_day >= $2 AND on_day <= $3";
    /// The first batch from a number on, and from when it is known.
    BATCH_FROM (2) = "SELECT batch, known_ms FROM journal WHERE footprint = $1 AND batch >= $2 ORDER BY batch LIMIT 1";
    /// What was done in some batches, one after another, and may be counted on a day of duty.
    DONE_IN_BATCHES (9) = "SELECT stream_kind, stream_id, version, known_ms, actor, command_id, event, format, payload FROM journal WHERE footprint = $1 AND batch >= $2 AND batch < $3 AND event IN ('ReferralReceived', 'ReferralClaimed', 'EmergencyTaken', 'ContactAttempted', 'ReferralAccepted', 'ReferralRejected', 'ReferralSignposted', 'ReferralAdvised', 'ReferralWithdrawn', 'DecisionSaved', 'DiscussedAtMeeting', 'AdviceAsked', 'AdviceAskedAgain', 'AdviceGiven', 'AdviceTurnedIntoReferral', 'DutyNoted')";
    /// The decisions among them.
    DECISIONS_IN_BATCHES (9) = "SELECT stream_kind, stream_id, version, known_ms, actor, command_id, event, format, payload FROM journal WHERE footprint = $1 AND batch >= $2 AND batch < $3 AND event IN ('ReferralAccepted', 'ReferralRejected', 'ReferralSignposted', 'ReferralAdvised')";
    DUTY_DAYS_OF_REFERRAL (1) = "SELECT day_id FROM duty_entry WHERE footprint = $1 AND referral_id = $2";
    REFERRAL_BY_REFERENCE (1) = "SELECT referral_id FROM referral WHERE footprint = $1 AND reference = $2";
    PEOPLE_BY_NHS_NUMBER (1) = "SELECT person_id FROM person WHERE footprint = $1 AND nhs_number = $2 ORDER BY person_id LIMIT $3";
    /// People whose number it was, until the national record replaced it.
    PEOPLE_BY_FORMER_NUMBER (1) = "SELECT person_id FROM former_number WHERE footprint = $1 AND nhs_number = $2 ORDER BY person_id LIMIT $3";
    /// People one word of whose name begins so.
    PEOPLE_BY_WORD (1) = "SELECT DISTINCT person_id FROM person_word WHERE footprint = $1 AND word >= $2 AND word < $3 ORDER BY person_id LIMIT $4";
    WORD_OF_PERSON (1) = "SELECT word FROM person_word WHERE footprint = $1 AND person_id = $2 AND word >= $3 AND word < $4 LIMIT 1";
    PEOPLE_TRACED (2) = "SELECT DISTINCT footprint, stream_id FROM journal WHERE stream_kind = 'person' AND event = 'NumberTraced' ORDER BY footprint, stream_id";
    NAMES (3) = "SELECT footprint, person_id, name FROM person WHERE name IS NOT NULL";
    /// People born on a day of whose names one word is this.
    PEOPLE_BY_WORD_AND_DAY (1) = "SELECT w.person_id FROM person_word w JOIN person p ON p.footprint = w.footprint AND p.person_id = w.person_id WHERE w.footprint = $1 AND w.word = $2 AND p.birth_on = $3 ORDER BY w.person_id LIMIT $4";
    NAME_ABOUT (1) = "SELECT name FROM person WHERE footprint = $1 AND (person_id = $2 OR person_id IN (SELECT r.person_id FROM referral r WHERE r.footprint = $1 AND r.referral_id = $2))";
    PERSON_LINE (6) = "SELECT person_id, name, birth_on, nhs_number, erased, restricted FROM person WHERE footprint = $1 AND person_id = $2";
    /// What staff said of a record and others, in the order in which they said it.
    LINKS_OF_PERSON (2) = "SELECT other_id, linked FROM person_link WHERE footprint = $1 AND person_id = $2 ORDER BY version";
    /// Of the people of a page, those of whom a link with another record was ever said.
    PEOPLE_EVER_LINKED (1) = "SELECT DISTINCT person_id FROM person_link WHERE footprint = $1 AND person_id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)";
    LINKS_KNOWN_BY (3) = "SELECT person_id, other_id, linked FROM person_link WHERE footprint = $1 AND known_ms <= $2 ORDER BY person_id, version";
    /// What was said of two records and does not stand in both.
    LINKS_OF_ONE_SIDE (3) = "SELECT l.footprint, l.person_id, l.version FROM person_link l WHERE NOT EXISTS (SELECT 1 FROM person_link o WHERE o.footprint = l.footprint AND o.person_id = l.other_id AND o.other_id = l.person_id AND o.linked = l.linked AND o.known_ms = l.known_ms)";
    REFERRAL_OWNED (5) = "SELECT r.outcome, r.held_by, r.directed_to, c.joint, c.offered_to FROM referral r LEFT JOIN caseload c ON c.footprint = r.footprint AND c.referral_id = r.referral_id WHERE r.footprint = $1 AND r.referral_id = $2";
    REFERRALS_FOUND (9) = "SELECT r.referral_id, r.reference, r.person_id, p.name, p.birth_on, r.received_ms, r.outcome, r.directed_to, r.held_by FROM referral r JOIN person p ON p.footprint = r.footprint AND p.person_id = r.person_id WHERE r.footprint = $1 AND r.person_id = $2 AND (r.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = r.footprint AND i.import_id = r.import_id AND i.stage <> 'complete')) ORDER BY r.received_ms DESC, r.referral_id DESC";
    /// How many referrals of a person ended with a no, beside one.
    REJECTED_BEFORE (1) = "SELECT COUNT(*) FROM referral WHERE footprint = $1 AND person_id = $2 AND referral_id <> $3 AND outcome IN ('rejected', 'signposted')";
    MESSAGES_ABOUT (7) = "SELECT message_id, recipient, route, stage, subject, body, template FROM message WHERE footprint = $1 AND referral_id = $2 ORDER BY message_id";
    OUTBOX (11) = "SELECT message_id, recipient, route, stage, subject, referral_id, template, attempts, obstacle, again_ms, failure FROM message WHERE footprint = $1 ORDER BY message_id DESC LIMIT $2";
    OUTBOX_OF_STAGE (11) = "SELECT message_id, recipient, route, stage, subject, referral_id, template, attempts, obstacle, again_ms, failure FROM message WHERE footprint = $1 AND stage = $3 ORDER BY message_id DESC LIMIT $2";
    /// Messages that wait to leave by a route and may be tried, the longest waiting first, without those that are in hand.
    OUTBOX_TO_GO (1) = "SELECT m.message_id FROM message m WHERE m.footprint = $1 AND m.stage = 'queued' AND m.route = $2 AND m.again_ms <= $3 AND NOT EXISTS (SELECT 1 FROM message_in_hand h WHERE h.footprint = m.footprint AND h.message_id = m.message_id) ORDER BY m.again_ms, m.message_id LIMIT $4";
    OUTBOX_NEXT (1) = "SELECT again_ms FROM message WHERE footprint = $1 AND stage = 'queued' AND route = $2 AND again_ms > $3 ORDER BY again_ms LIMIT 1";
    /// What was put into a carrier's hand, and of which nobody said what came of it.
    IN_HAND_SINCE (2) = "SELECT message_id, since_ms FROM message_in_hand WHERE footprint = $1 ORDER BY message_id LIMIT $2";
    MESSAGE_OF_RECEIPT (1) = "SELECT message_id FROM message WHERE footprint = $1 AND receipt = $2 ORDER BY message_id LIMIT 1";
    OUTBOX_COUNT (1) = "SELECT COUNT(*) FROM message WHERE footprint = $1 AND stage = $2";
    /// Messages that could not be handed over so many times or more, and are tried again.
    OUTBOX_LATE (1) = "SELECT COUNT(*) FROM message WHERE footprint = $1 AND stage = 'queued' AND again_ms > 0 AND attempts >= $2";
    /// Decisions that wait for their letter, the first due first.
    LETTERS_DUE (5) = "SELECT referral_id, reference, letter_verdict, letter_owner, letter_by_ms FROM queue WHERE footprint = $1 AND letter_verdict IS NOT NULL AND letter_owner IS NOT NULL AND letter_by_ms IS NOT NULL ORDER BY letter_by_ms, referral_id";
    STEPS_SINCE (4) = "SELECT version, event, actor, known_ms FROM journal WHERE footprint = $1 AND stream_kind = $2 AND stream_id = $3 AND version > $4 ORDER BY version";
    ADVICE_OPEN (6) = "SELECT advice_id, stage, asked_ms, respond_by_ms, source, referral_id FROM advice WHERE footprint = $1 ORDER BY CASE stage WHEN 'asked' THEN 0 ELSE 1 END, respond_by_ms, advice_id LIMIT $2";
    ADVICE_OF_REFERRAL (1) = "SELECT advice_id FROM advice WHERE footprint = $1 AND referral_id = $2 ORDER BY advice_id";
    /// Comments that are not done with, the first to be read first.
    COMMENTS_WAITING (10) = "SELECT comment_id, version, stage, left_ms, read_by_ms, teller, may_show, wants_answer, referral_id, item_id FROM comment WHERE footprint = $1 AND stage <> 'done' AND read_by_ms > 0 ORDER BY read_by_ms, comment_id LIMIT $2";
    /// Comments left from an instant on, the latest first.
    COMMENTS_SINCE (10) = "SELECT comment_id, version, stage, left_ms, read_by_ms, teller, may_show, wants_answer, referral_id, item_id FROM comment WHERE footprint = $1 AND left_ms >= $2 ORDER BY left_ms DESC, comment_id DESC LIMIT $3";
    COMMENTS_OF_REFERRAL (1) = "SELECT comment_id FROM comment WHERE footprint = $1 AND referral_id = $2";
    COMMENTS_BETWEEN (2) = "SELECT left_ms, teller FROM comment WHERE footprint = $1 AND left_ms >= $2 AND left_ms < $3";
    /// How many wait: for somebody to read them, those that should have been by an instant, and those with duty.
    COMMENTS_COUNTED (3) = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM comment WHERE footprint = $1 AND stage <> 'done' AND stage = 'unread' AND read_by_ms > 0 LIMIT $3) t), (SELECT COUNT(*) FROM (SELECT 1 FROM comment WHERE footprint = $1 AND stage <> 'done' AND stage = 'unread' AND read_by_ms < $2 LIMIT $3) t), (SELECT COUNT(*) FROM (SELECT 1 FROM comment WHERE footprint = $1 AND stage <> 'done' AND stage = 'with_duty' AND read_by_ms > 0 LIMIT $3) t)";
    SAID_AND_DONE (7) = "SELECT item_id, version, done_on, said, done, published_by, withdrawn FROM said_and_done WHERE footprint = $1 ORDER BY done_on DESC, item_id DESC";
    TEMPLATES (8) = "SELECT template_id, name, version, recipient, fits, subject, body, approved_by FROM template WHERE footprint = $1 ORDER BY name";

    /// What is due by these rules, the earliest first; of imports, only those that are whole, and since when they are.
    DUE_BY_RULES (5) = "SELECT d.referral_id, d.version, d.due_ms, d.tries, (SELECT w.completed_ms FROM history_import w WHERE w.footprint = d.footprint AND w.import_id = d.import_id) FROM due d WHERE d.footprint = $1 AND d.rules = $2 AND d.due_ms <= $3 AND (d.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = d.footprint AND i.import_id = d.import_id AND i.stage <> 'complete')) ORDER BY d.due_ms, d.referral_id LIMIT $4";
    /// What was asked of other rules; of imports, only those that are whole.
    DUE_BEFORE_RULES (5) = "SELECT d.referral_id, d.version, d.due_ms, d.tries, CAST(NULL AS BIGINT) FROM due d WHERE d.footprint = $1 AND d.rules < $2 AND (d.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = d.footprint AND i.import_id = d.import_id AND i.stage <> 'complete')) ORDER BY d.rules, d.due_ms, d.referral_id LIMIT $3";
    DUE_AFTER_RULES (5) = "SELECT d.referral_id, d.version, d.due_ms, d.tries, CAST(NULL AS BIGINT) FROM due d WHERE d.footprint = $1 AND d.rules > $2 AND (d.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = d.footprint AND i.import_id = d.import_id AND i.stage <> 'complete')) ORDER BY d.rules, d.due_ms, d.referral_id LIMIT $3";
    DUE_NEXT (1) = "SELECT due_ms FROM due WHERE footprint = $1 AND rules = $2 AND due_ms > $3 ORDER BY due_ms LIMIT 1";
    DUE_ROW (3) = "SELECT rules, due_ms, tries FROM due WHERE footprint = $1 AND referral_id = $2";
    /// Says when to look again, where nothing was written of the referral since.
    DUE_AGAIN (0) = "UPDATE due SET version = $4, rules = $5, due_ms = $6, tries = $7 WHERE footprint = $1 AND referral_id = $2 AND version = $3";
    DUE_NO_LONGER (0) = "DELETE FROM due WHERE footprint = $1 AND referral_id = $2 AND version = $3";
    DELETE_IMPORTED_DUE (0) = "DELETE FROM due WHERE footprint = $1 AND referral_id = $2 AND import_id = $3";
    LEASE_HELD (2) = "SELECT holder, until_ms FROM lease WHERE footprint = $1 AND name = $2";
    /// Takes a lease that is free, one's own, past its time, or held for longer than any clock that goes right would say.
    LEASE_OF_WORK (0) = "INSERT INTO lease (footprint, name, holder, until_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (footprint, name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms WHERE lease.holder = excluded.holder OR lease.until_ms < $5 OR lease.until_ms > $6";

    DRAFT (12) = "SELECT draft_key, way, command_id, answers, site, opened_ms, saved_ms, expires_ms, code_hash, wrong_codes, opened_as, outcome FROM draft WHERE footprint = $1 AND (draft_key = $2 OR opened_as = $2)";
    /// The same with its files, a row for each, or one without a file.
    DRAFT_WITH_FILES (17) = "SELECT d.draft_key, d.way, d.command_id, d.answers, d.site, d.opened_ms, d.saved_ms, d.expires_ms, d.code_hash, d.wrong_codes, d.opened_as, d.outcome, a.attachment_id, a.name, a.media_type, a.size, a.sha256 FROM draft d LEFT JOIN attachment a ON a.footprint = d.footprint AND a.draft_key = d.draft_key WHERE d.footprint = $1 AND (d.draft_key = $2 OR d.opened_as = $2)";
    /// Holds a draft while it is changed: it is there, and what it became is what was read.
    DRAFT_STILL (0) = "UPDATE draft SET saved_ms = saved_ms WHERE footprint = $1 AND draft_key = $2 AND COALESCE(outcome, '') = $3";
    DRAFT_SAME (0) = "UPDATE draft SET saved_ms = saved_ms WHERE footprint = $1 AND draft_key = $2 AND COALESCE(outcome, '') = $3 AND answers = $4 AND wrong_codes = $5 AND COALESCE(opened_as, '') = $6";
    FILES_OF_DRAFT (5) = "SELECT attachment_id, name, media_type, size, sha256 FROM attachment WHERE footprint = $1 AND draft_key = $2 ORDER BY attachment_id";
    FILES_OF_REFERRAL (5) = "SELECT attachment_id, name, media_type, size, sha256 FROM attachment WHERE footprint = $1 AND referral_id = $2 ORDER BY attachment_id";
    FILE_CONTENT (1) = "SELECT content FROM attachment WHERE footprint = $1 AND attachment_id = $2 AND referral_id = $3";
    FILES_FORGET (0) = "DELETE FROM attachment WHERE footprint = $1 AND draft_key = $2";
    FILE_FORGET (0) = "DELETE FROM attachment WHERE footprint = $1 AND draft_key = $2 AND attachment_id = $3";
    OLD_FILES_FORGET (0) = "DELETE FROM attachment WHERE footprint = $1 AND draft_key IN (SELECT d.draft_key FROM draft d WHERE d.footprint = $1 AND d.expires_ms < $2)";
    OLD_DRAFTS_FORGET (0) = "DELETE FROM draft WHERE footprint = $1 AND expires_ms < $2";
    FILES_TO_REFERRAL (0) = "UPDATE attachment SET referral_id = $3, draft_key = NULL WHERE footprint = $1 AND draft_key = $2";
    FILES_MOVE (0) = "UPDATE attachment SET draft_key = $3 WHERE footprint = $1 AND draft_key = $2";
    FILES_ERASE (0) = "DELETE FROM attachment WHERE footprint = $1 AND referral_id = $2";
    /// Files of referrals without their content, which is read one by one.
    FILES_ALL (7) = "SELECT attachment_id, referral_id, name, media_type, size, sha256, stored_ms FROM attachment WHERE footprint = $1 AND referral_id IS NOT NULL ORDER BY attachment_id";
    /// Drafts that were sent as a referral, and are still there for what may be added.
    DRAFTS_ERASE (0) = "DELETE FROM draft WHERE footprint = $1 AND outcome LIKE $2";
    DRAFT_FILES_ERASE (0) = "DELETE FROM attachment WHERE footprint = $1 AND draft_key IN (SELECT d.draft_key FROM draft d WHERE d.footprint = $1 AND d.outcome LIKE $2)";
    DOOR_COUNT_ONE (0) = "INSERT INTO door_count (footprint, on_day, what, times) VALUES ($1, $2, $3, 1) ON CONFLICT (footprint, on_day, what) DO UPDATE SET times = door_count.times + 1";
    DOOR_COUNTS (3) = "SELECT on_day, what, times FROM door_count WHERE footprint = $1 ORDER BY on_day DESC, what";
}
