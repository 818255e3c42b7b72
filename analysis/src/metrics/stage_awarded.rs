//! Share at the stage AWARDED: awards that stand (OCDS `awards[]`, neither cancelled nor unsuccessful).
//!
//! By number: distinct awards with such an enterprise among the suppliers ÷ awards with a supplier of known size. By
//! value: the value of these awards, without VAT, in pounds, but for ceilings of frameworks. An award counts once however
//! many suppliers share it, and so does its value: nobody publishes how it is split. A supplier of unknown size is never
//! a no: an award of which no supplier's size is known is out of the share, and `partly_known` tells of how many awards
//! only some suppliers' sizes are.
//!
//! Size by precedence: the award's own notice (`parties[].details.scale`, `.vcse`), then other notices, registers, spend
//! files and the category of accounts, as the supplier's profile has them. The basis of an award is that of the first of
//! its suppliers that decides it.

use anchorhub_store::Database;

use super::stage_share::{StageShare, addable};
use crate::{
    AnalysisError, Breakdown, Days, Enterprise, ProcessKey, ProcessQuestion,
    processes::{Award, Groups, Size, awards, keys, labelled, processes},
};

/// When an award of several suppliers counts as won by such an enterprise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WinnerMode {
    /// When any of its suppliers is one.
    #[default]
    Any,
    /// When all of its suppliers whose size is known are.
    All,
}

/// The share of awards of a period, by group. An award without a date is in no period.
pub async fn stage_awarded(
    database: &Database,
    question: &ProcessQuestion,
    enterprise: Enterprise,
    mode: WinnerMode,
    awarded: Days,
) -> Result<Breakdown<ProcessKey, StageShare>, AnalysisError> {
    question.check()?;
    let mut snapshot = database.snapshot().await?;
    let all = processes(&mut snapshot, &question.processes).await?;
    let awards = awards(&mut snapshot, &question.processes).await?;
    let mut groups = Groups::new();
    for process in &all {
        let awards = awards.get(&process.id).into_iter().flatten();
        for award in awards.filter(|award| awarded.contain(award.awarded_on)) {
            groups.add(keys(process, &question.group_by), &share(award, enterprise, mode))?;
        }
    }
    let breakdown = groups.finish(question.first, snapshot.data_version())?;
    let breakdown = labelled(&mut snapshot, &question.group_by, breakdown).await?;
    snapshot.finish().await?;
    Ok(breakdown)
}

fn share(award: &Award, enterprise: Enterprise, mode: WinnerMode) -> StageShare {
    let size = award.size(enterprise, mode);
    let value = addable(award.pence, award.currency.as_deref(), award.value_basis.as_deref());
    let unknown = award.winners.iter().any(|winner| winner.size(enterprise).answer.is_none());
    StageShare {
        conflicts: i64::from(size.conflict),
        partly_known: i64::from(size.answer.is_some() && unknown),
        ..StageShare::one(size.answer, value, size.basis.as_deref())
    }
}

impl Award {
    /// What is known of its winners together; nothing where nothing is known of any of them.
    pub(crate) fn size(&self, enterprise: Enterprise, mode: WinnerMode) -> Size {
        let sizes: Vec<Size> = self.winners.iter().map(|winner| winner.size(enterprise)).collect();
        let mut known = sizes.iter().filter_map(|size| size.answer);
        let answer = match mode {
            _ if sizes.iter().all(|size| size.answer.is_none()) => None,
            WinnerMode::Any => Some(known.any(|answer| answer)),
            WinnerMode::All => Some(known.all(|answer| answer)),
        };
        let deciding = sizes.iter().find(|size| answer.is_some() && size.answer == answer);
        Size {
            answer,
            basis: deciding.and_then(|size| size.basis.clone()),
            conflict: sizes.iter().any(|size| size.conflict),
        }
    }
}
