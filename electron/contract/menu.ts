/** What the menu of the desktop application asks of the page, under the name that both know. */
export type MenuCommand =
  | 'new_session'
  | 'import_bars'
  | 'earlier_runs'
  | 'save_picture'
  | 'new_order'
  | 'palette'
  | 'reset_panels'
  | 'shortcuts';
