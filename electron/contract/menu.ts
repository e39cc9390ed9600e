/** The commands that the menu of the desktop application sends to the page, and their channel. */
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

/** The choice: a command, or an item to show by its id. */
export type MenuChoice =
  | { readonly do: MenuCommand }
  | { readonly do: 'open_session'; readonly config_id: string }
  | { readonly do: 'show_run'; readonly run_id: string };
