import { useEffect, useRef, useState } from 'react';
import {
  ChevronDownIcon,
  DropdownMenu,
  useEditorContext,
  useExecutionContext,
} from '@graphiql/react';

export function Header({ examples }) {
  useTabKeyLeavesEditors();
  useLongLinesWrap();
  useActiveTabInView();
  return (
    <header className="ah-bar">
      <a className="ah-brand" href="/" title="Home page of this hub">
        <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
          <path d="M8 5v9M5.5 7h5M2.5 9.5C3 12.3 5 14 8 14s5-1.7 5.5-4.5" />
          <circle cx="8" cy="3.5" r="1.5" />
        </svg>
        Anchorhub
      </a>
      <h1 className="ah-title">explorer</h1>
      <nav className="ah-nav" aria-label="Explorer">
        <ExamplesMenu examples={examples} />
        <a href="/">Home</a>
      </nav>
    </header>
  );
}

/** Opens the chosen example in a new tab, so nothing the visitor wrote is lost. */
function ExamplesMenu({ examples }) {
  const { addTab, queryEditor, variableEditor } = useEditorContext();
  const { stop } = useExecutionContext();
  const [chosen, setChosen] = useState(null);
  const focusEditor = useRef(false);

  // Runs after the new tab has become the active one.
  useEffect(() => {
    if (chosen) {
      queryEditor?.setValue(chosen.query);
      variableEditor?.setValue(chosen.variables);
      setChosen(null);
    }
  }, [chosen, queryEditor, variableEditor]);

  const open = example => {
    stop();
    addTab();
    setChosen(example);
    focusEditor.current = true;
  };

  const onCloseAutoFocus = event => {
    if (focusEditor.current) {
      focusEditor.current = false;
      event.preventDefault();
      queryEditor?.focus();
    }
  };

  return (
    <DropdownMenu>
      <DropdownMenu.Button type="button" className="ah-examples">
        Examples
        <ChevronDownIcon aria-hidden="true" />
      </DropdownMenu.Button>
      <DropdownMenu.Content
        className="ah-menu"
        align="end"
        onCloseAutoFocus={onCloseAutoFocus}
      >
        {examples.map(example => (
          <DropdownMenu.Item key={example.title} onSelect={() => open(example)}>
            <span className="ah-menu-title">{example.title}</span>
            <span className="ah-menu-about">{example.about}</span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  );
}

const leaveWithTab = { Tab: false, 'Shift-Tab': false };

/** By default the editors swallow the Tab key, which traps keyboard users in them. */
function useTabKeyLeavesEditors() {
  const { queryEditor, variableEditor, headerEditor, responseEditor } =
    useEditorContext();
  useEffect(() => {
    const editors = [queryEditor, variableEditor, headerEditor, responseEditor];
    const mounted = editors.filter(Boolean);
    for (const editor of mounted) editor.addKeyMap(leaveWithTab);
    return () => {
      for (const editor of mounted) editor.removeKeyMap(leaveWithTab);
    };
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);
}

/** The editors' panes are narrow, and the examples start with sentences. */
function useLongLinesWrap() {
  const { queryEditor } = useEditorContext();
  useEffect(() => {
    queryEditor?.setOption('lineWrapping', true);
  }, [queryEditor]);
}

/** A new tab opens at the end of the strip, which may be out of sight. */
function useActiveTabInView() {
  const { activeTabIndex, tabs } = useEditorContext();
  useEffect(() => {
    const tab = document.querySelector('.graphiql-tab-active');
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeTabIndex, tabs.length]);
}
