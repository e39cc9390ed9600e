// The window's global style sheets, in the order in which they override each other.
import 'dockview-react/dist/styles/dockview.css';
import './fonts.css';
import './tokens.css';
import './base.css';
import './dock.css';
