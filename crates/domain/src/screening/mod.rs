//! Asking with questionnaires, and hearing the answers: the instruments, what they make of answers, and each one as it is
//! put to somebody.

pub mod change;
mod decide;
mod event;
pub mod instrument;
mod number;
pub mod risk;
mod score;
mod scored;
mod self_check;
mod state;

pub use decide::{About, Asking, ScreeningCommand, decide, erase, risk_said, take_back};
pub use event::{
    AnswerSaved, Beside, Form, Interpreting, Link, LinkRenewed, NotAsked, ScreeningEntered, ScreeningEvent,
    ScreeningFinished, ScreeningGiven, ScreeningNotAsked, ScreeningOpened, ScreeningRead, ScreeningTakenBack,
    WorrySaid,
};
pub use instrument::{Cutoff, Definition, InstrumentId, Instruments, Item, TextPack, TextPackAdded};
pub use number::Total;
pub use risk::RiskDomain;
pub use score::{
    Derived, NotAnOption, RiskAnswer, RiskState, Score, Status, birth_trauma, risk_of_answer, score, score_for,
};
pub use scored::{RiskFound, Scored};
pub use self_check::{ASKED, SelfCheckBand, SelfCheckUse, SelfChecked, self_check, self_check_use};
pub use state::{Screening, ScreeningStage, Way, evolve};
