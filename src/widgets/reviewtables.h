#pragma once

#include "consolidation/proof.h"
#include "consolidation/proposal.h"

#include <vector>

#include <QString>

QT_BEGIN_NAMESPACE
class QTableWidget;
class QTreeWidget;
QT_END_NAMESPACE

namespace widgets {

/// What the members of a family share, and what varies: in which slot, with which value in each.
void fillFamilyTable(QTreeWidget *table, const consolidation::Family &family);

/// The forms of a proposal side by side, a column each. `proofs` are as many, null where one was not compared.
void fillAlternatives(QTableWidget *table, const std::vector<consolidation::Proposal> &alternatives,
                      const std::vector<const consolidation::Proof *> &proofs);

/// `same`, `wider`, … in the language of the interface.
[[nodiscard]] QString verdictText(consolidation::Verdict verdict);

/// The verdict and what stands behind it, with what somebody has to know beside it.
[[nodiscard]] QString proofText(const consolidation::Proof &proof);

} // namespace widgets
