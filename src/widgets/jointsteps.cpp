#include "widgets/jointsteps.h"

#include "widgets/documentview.h"
#include "workspace/document.h"

#include <algorithm>
#include <utility>

namespace widgets {

namespace {

constexpr std::size_t mostSteps = 20;

const std::string &textOf(const DocumentView *view)
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
    const std::string was = textOf(view);
    view->undo();
    for (auto it = m_steps.rbegin(); it != m_steps.rend(); ++it) {
        const Step &step = *it;
        const auto own = std::ranges::find(step, view, [](const Part &part) { return part.view.data(); });
        if (own == step.end() || was != own->after || textOf(view) != own->before)
            continue;
        for (const Part &part : step) {
            if (!part.view || part.view == view || textOf(part.view) != part.after)
                continue;
            part.view->undo();
            // The last step there was another one.
            if (textOf(part.view) != part.before)
                part.view->redo();
        }
        return;
    }
}

void JointSteps::redo(DocumentView *view) const
{
    const std::string was = textOf(view);
    view->redo();
    for (auto it = m_steps.rbegin(); it != m_steps.rend(); ++it) {
        const Step &step = *it;
        const auto own = std::ranges::find(step, view, [](const Part &part) { return part.view.data(); });
        if (own == step.end() || was != own->before || textOf(view) != own->after)
            continue;
        for (const Part &part : step) {
            if (!part.view || part.view == view || textOf(part.view) != part.before)
                continue;
            part.view->redo();
            if (textOf(part.view) != part.after)
                part.view->undo();
        }
        return;
    }
}

DocumentView *JointSteps::undoable() const
{
    for (auto it = m_steps.rbegin(); it != m_steps.rend(); ++it) {
        const Step &step = *it;
        if (std::ranges::all_of(step, [](const Part &part) {
                return part.view && part.view->canUndo() && textOf(part.view) == part.after;
            }))
            return step.front().view;
    }
    return nullptr;
}

DocumentView *JointSteps::redoable() const
{
    for (const Step &step : m_steps) {
        if (std::ranges::all_of(step, [](const Part &part) {
                return part.view && part.view->canRedo() && textOf(part.view) == part.before;
            }))
            return step.front().view;
    }
    return nullptr;
}

} // namespace widgets
