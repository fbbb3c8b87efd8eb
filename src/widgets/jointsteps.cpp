#include "widgets/jointsteps.h"

#include "widgets/documentview.h"
#include "workspace/document.h"

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

constexpr std::size_t mostSteps = 20;

const std::string &wholeText(const DocumentView *view)
{
    return view->document()->text();
}

} // namespace

void JointSteps::add(std::vector<Part> parts)
{
    if (m_steps.size() == mostSteps)
        m_steps.erase(m_steps.begin());
    m_steps.push_back(std::move(parts));
}

void JointSteps::undo(DocumentView *view) const
{
    go(view, {&DocumentView::undo, &DocumentView::redo, &Part::after, &Part::before});
}

void JointSteps::redo(DocumentView *view) const
{
    go(view, {&DocumentView::redo, &DocumentView::undo, &Part::before, &Part::after});
}

void JointSteps::go(DocumentView *view, const Way &way) const
{
    const std::string was = wholeText(view);
    (view->*way.there)();
    for (auto it = m_steps.rbegin(); it != m_steps.rend(); ++it) {
        const Step &step = *it;
        const auto own = std::ranges::find(step, view, [](const Part &part) { return part.view.data(); });
        if (own == step.end() || was != (*own).*way.from || wholeText(view) != (*own).*way.to)
            continue;
        for (const Part &part : step) {
            if (!part.view || part.view == view || wholeText(part.view) != part.*way.from)
                continue;
            (part.view.data()->*way.there)();
            // The step there was another one.
            if (wholeText(part.view) != part.*way.to)
                (part.view.data()->*way.back)();
        }
        return;
    }
}

DocumentView *JointSteps::undoable() const
{
    for (auto it = m_steps.rbegin(); it != m_steps.rend(); ++it) {
        const Step &step = *it;
        if (std::ranges::all_of(step, [](const Part &part) {
                return part.view && part.view->canUndo() && wholeText(part.view) == part.after;
            }))
            return step.front().view;
    }
    return nullptr;
}

DocumentView *JointSteps::redoable() const
{
    for (const Step &step : m_steps) {
        if (std::ranges::all_of(step, [](const Part &part) {
                return part.view && part.view->canRedo() && wholeText(part.view) == part.before;
            }))
            return step.front().view;
    }
    return nullptr;
}

} // namespace widgets
