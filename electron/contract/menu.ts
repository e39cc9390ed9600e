/** What the menu of the desktop application asks of the page, under the name that both know. */
export type MenuCommand =
  | 'new_session'
  | 'go_live'
  | 'import_bars'
  | 'earlier_runs'
  | 'save_picture'
  | 'new_order'
  | 'palette'
  | 'reset_panels'
  | 'shortcuts'
  | 'tour';

/** What was chosen: a command, or something to look at by its id. */
export type MenuChoice =
  | { readonly do: MenuCommand }
  | { readonly do: 'open_session'; readonly config_id: string }
  | { readonly do: 'show_run'; readonly run_id: string };
